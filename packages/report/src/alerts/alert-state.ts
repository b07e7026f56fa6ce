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

/** What each state begins with. */
const stateStart = `{"version":${version},"rules":`;

/** Whether a text begins like a state, of whatever version, as far as it goes. */
function isStateBegun(text: string): boolean {
  const begun = text
    .slice(0, 2 * stateStart.length)
    .trimEnd()
    .replace(/\d+/, String(version));
  return stateStart.startsWith(begun.slice(0, stateStart.length));
}

/**
 * The state that {@link alertStateText} wrote.
 *
 * @param current the rules that it is for. What it knows of others, or of their former settings, is not used.
 * @throws {AlertError} `damaged-state`, `no-state`, with what is wrong.
 */
export function parseAlertState(text: string, current: readonly AlertRule[]): AlertState {
  const parsed = parseJson(text);
  if ("mistakes" in parsed) {
    if (text.trim() === "") throw damaged("it is empty");
    if (isStateBegun(text)) throw damaged("it is cut off or damaged");
    throw new AlertError("no-state", "it is not JSON");
  }
  const data = parsed.value;
  if (!isRecord(data) || typeof data["version"] !== "number" || data["rules"] === undefined) {
    throw new AlertError("no-state", 'it is not an object with "version" and "rules"');
  }
  if (data["version"] !== version) throw damaged(`expected version ${version}, received ${data["version"]}`);
  if (!isRecord(data["rules"])) throw damaged('"rules" is not an object');
  const rules = Object.entries(data["rules"]).map(([name, rule]) => [name, ruleStateOf(rule, name)] as const);
  // A rule may have the name of a property that every object inherits.
  const state = { rules: Object.assign(Object.create(null), Object.fromEntries(rules)) };
  for (const rule of current) checkGroups(stateOfRule(state, rule), rule);
  return state;
}

function checkGroups(state: RuleState | undefined, { name, watch: { by } }: AlertRule): void {
  const wrong = state?.firing.find(({ group }) => group.length !== by.length);
  if (wrong === undefined) return;
  throw damaged(
    `a group of the rule ${JSON.stringify(name)} has the wrong number of values: expected ${by.length}, received ${wrong.group.length}`,
  );
}

function ruleStateOf(rule: unknown, name: string): RuleState {
  if (!isRecord(rule)) throw damaged(`the rule ${JSON.stringify(name)} is not an object`);
  const { checkedUntil, settings, firing } = rule;
  if (typeof settings !== "string" || !Array.isArray(firing)) {
    throw damaged(`the rule ${JSON.stringify(name)} lacks "settings" or "firing"`);
  }
  if (!isTime(checkedUntil)) throw damaged(`"checkedUntil" of the rule ${JSON.stringify(name)} is not a Unix time`);
  return { checkedUntil, settings, firing: firing.map((each) => firingOf(each, name)) };
}

function firingOf(firing: unknown, name: string): FiringGroup {
  const { group, episode } = isRecord(firing) ? firing : {};
  const isGroup = Array.isArray(group) && group.every((each) => each === null || typeof each === "string");
  if (!isGroup || !isRecord(episode))
    throw damaged(`"firing" of the rule ${JSON.stringify(name)} is not a list of groups`);
  const { from, beyondSince, value, events } = episode;
  if (!isTime(from) || !isTime(beyondSince) || typeof events !== "number") {
    throw damaged(`an episode of the rule ${JSON.stringify(name)} lacks its times, or its number of events`);
  }
  return {
    group: group.map((each: string | null) => each ?? undefined),
    episode: { from, beyondSince, to: undefined, value: typeof value === "number" ? value : undefined, events },
  };
}

/** Unix time in seconds of 10000-01-01, from which on RFC 3339 has no dates. */
const endOfTime = 253_402_300_800;

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < endOfTime;
}

function damaged(reason: string): AlertError {
  return new AlertError("damaged-state", reason);
}
