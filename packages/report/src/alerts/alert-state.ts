import { parseJson } from "@metric-events/reader/json";
import { isRecord } from "@metric-events/runtime";
import { jsonText } from "@metric-events/text";
import { AlertError } from "./alert-error.js";
import type { AlertRule } from "./alert-rule.js";
import type { Episode } from "./episodes.js";

/** What is remembered from one check to the next, so that a rule fires once. */
export interface AlertState {
  readonly rules: Readonly<Record<string, RuleState>>;
}

export interface RuleState {
  /** The last look, as Unix time. */
  readonly checkedUntil: number;
  /** The settings of the rule: when they change, it begins anew. */
  readonly settings: string;
  /** What fires, by group. */
  readonly firing: readonly FiringGroup[];
}

export interface FiringGroup {
  readonly group: readonly (string | undefined)[];
  readonly episode: Episode;
}

const version = 1;

/** The state of a rule, unless its settings have changed since. */
export function stateOfRule(state: AlertState | undefined, { name, settings }: AlertRule): RuleState | undefined {
  const known = state !== undefined && Object.hasOwn(state.rules, name) ? state.rules[name] : undefined;
  return known?.settings === settingsText(settings) ? known : undefined;
}

export function settingsText(settings: AlertRule["settings"]): string {
  return JSON.stringify(settings);
}

/** The state as text: one JSON document. */
export function alertStateText({ rules }: AlertState): string {
  return `${jsonText({ version, rules }, (_key, value) => (value === undefined ? null : value))}\n`;
}

/**
 * The state that {@link alertStateText} wrote.
 *
 * @throws {AlertError} `damaged-state`, with what is wrong.
 */
export function parseAlertState(text: string): AlertState {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) {
    const reason = text.trim() === "" ? "it is empty" : "it is cut off or damaged";
    throw damaged(`it is not JSON (${reason})`);
  }
  const data = parsed.value;
  if (!isRecord(data) || !isRecord(data["rules"])) throw damaged('expected an object with "rules"');
  if (data["version"] !== version)
    throw damaged(`expected version ${version}, received ${JSON.stringify(data["version"])}`);
  const rules = Object.entries(data["rules"]).map(([name, rule]) => [name, ruleStateOf(rule, name)] as const);
  // A rule may have the name of a property that every object inherits.
  return { rules: Object.assign(Object.create(null), Object.fromEntries(rules)) };
}

function ruleStateOf(rule: unknown, name: string): RuleState {
  if (!isRecord(rule)) throw damaged(`the rule ${JSON.stringify(name)} is not an object`);
  const { checkedUntil, settings, firing } = rule;
  if (typeof checkedUntil !== "number" || typeof settings !== "string" || !Array.isArray(firing)) {
    throw damaged(`the rule ${JSON.stringify(name)} lacks "checkedUntil", "settings" or "firing"`);
  }
  return { checkedUntil, settings, firing: firing.map((each) => firingOf(each, name)) };
}

function firingOf(firing: unknown, name: string): FiringGroup {
  const { group, episode } = isRecord(firing) ? firing : {};
  const isGroup = Array.isArray(group) && group.every((each) => each === null || typeof each === "string");
  if (!isGroup || !isRecord(episode))
    throw damaged(`"firing" of the rule ${JSON.stringify(name)} is not a list of groups`);
  const { from, beyondSince, value, events } = episode;
  if (typeof from !== "number" || typeof beyondSince !== "number" || typeof events !== "number") {
    throw damaged(`an episode of the rule ${JSON.stringify(name)} lacks its times`);
  }
  return {
    group: group.map((each: string | null) => each ?? undefined),
    episode: { from, beyondSince, to: undefined, value: typeof value === "number" ? value : undefined, events },
  };
}

function damaged(reason: string): AlertError {
  return new AlertError("damaged-state", reason);
}
