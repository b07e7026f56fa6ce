import type { JudgeCallbacks, LogFile, Threads } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import type { StoredEvents } from "../stored-events.js";
import { watchLogs } from "../watch/watch-logs.js";
import { AlertError } from "./alert-error.js";
import type { AlertRule } from "./alert-rule.js";
import { type AlertState, type FiringGroup, type RuleState, settingsText, stateOfRule } from "./alert-state.js";
import { type Episode, episodesOf } from "./episodes.js";
import { WindowedValues } from "./windowed-values.js";

export interface AlertOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  readonly rules: readonly AlertRule[];
  /** Unix time in seconds: the last look is at or before it. */
  readonly now: number;
  /** Unix time in seconds: looks from this time on, for rules that the state does not know. Default: only the last look. */
  readonly since?: number | undefined;
  /** What is known from the last check. Without it, everything that fires is new. */
  readonly state?: AlertState | undefined;
  readonly threads?: Threads | undefined;
  /** Counts a repeated line of one origin each time. Default: once. */
  readonly keepDuplicates?: boolean | undefined;
}

/** A rule that fires, or fired, for one group. */
export interface Alert extends Episode {
  readonly rule: AlertRule;
  /** The values of what the rule groups by. */
  readonly group: readonly (string | undefined)[];
}

export interface AlertResult {
  /** What began to fire: by rule, then by time. */
  readonly alerts: readonly Alert[];
  /** What the state knew to fire, and no longer does. */
  readonly ended: readonly Alert[];
  /** What the state knew to fire, and still does. */
  readonly known: readonly Alert[];
  /** What to remember for the next check. */
  readonly state: AlertState;
}

/** Looks at a rule, and events in memory, are at most this many. */
const maxLooks = 1_000_000;
const maxEvents = 5_000_000;

/**
 * Checks rules against logs, or events that were judged before. A rule looks at its events at every multiple of its `every` in Unix time, after the last look that the state
 * knows and up to now.
 *
 * @throws {AlertError} `too-many-looks`, `too-many-events`.
 */
export async function checkAlerts(
  source: readonly LogFile[] | StoredEvents,
  options: AlertOptions,
): Promise<AlertResult> {
  const checks = options.rules.map((rule) => new RuleCheck(rule, options));
  const until = Math.max(0, ...checks.map(({ last }) => last)) + 1;
  const budget = { events: 0 };
  const tasks = checks.map((check) => ({
    watch: check.rule.watch,
    marks: check.rule.marks,
    onSighting: ({
      time,
      value,
      isMarked,
      group,
    }: {
      time: number;
      value: number;
      isMarked: boolean;
      group: Alert["group"];
    }) => {
      if (check.add(time, value, isMarked, group) && ++budget.events > maxEvents) throw tooManyEvents();
    },
  }));
  const { catalogue, threads, keepDuplicates, onUnread, onProgress } = options;
  const reading = { catalogue, since: alertsFrom(options), until, threads, keepDuplicates, onUnread, onProgress };
  await watchLogs(source, tasks, reading);
  const results = checks.map((check) => check.result());
  return {
    alerts: results.flatMap(({ begun }) => begun),
    ended: results.flatMap(({ ended }) => ended),
    known: results.flatMap(({ known }) => known),
    state: { rules: Object.fromEntries(results.map(({ name, state }) => [name, state])) },
  };
}

/** The time of the first event that a check looks at: older logs need not be read. */
export function alertsFrom(options: Pick<AlertOptions, "rules" | "now" | "since" | "state">): number {
  return Math.min(options.now, ...options.rules.map((rule) => new RuleCheck(rule, options).eventsFrom));
}

/** One rule in one check. */
class RuleCheck {
  readonly rule: AlertRule;
  /** The last look. */
  readonly last: number;
  /** Looks up to this one were judged before. */
  readonly #after: number;
  readonly #state: RuleState | undefined;
  readonly #groups = new Map<string, { readonly group: Alert["group"]; readonly values: WindowedValues }>();

  constructor(rule: AlertRule, { now, since, state }: Pick<AlertOptions, "now" | "since" | "state">) {
    const { everySeconds } = rule;
    this.rule = rule;
    this.last = Math.floor(now / everySeconds) * everySeconds;
    this.#state = stateOfRule(state, rule);
    const first = Math.min(this.last, Math.ceil((since ?? this.last) / everySeconds) * everySeconds);
    this.#after = Math.min(this.last, this.#state?.checkedUntil ?? first - everySeconds);
    const looks = (this.last - this.#firstLook) / everySeconds + 1;
    if (looks > maxLooks) throw tooManyLooks(rule, looks);
    // A window without events has a value, too, and a group that fired may have gone.
    if (rule.watch.by.length === 0) this.#valuesOf([]);
    for (const { group } of this.#state?.firing ?? []) this.#valuesOf(group);
  }

  /** The first moment to look at, so that `for` is over at the first that is judged. */
  get #firstLook(): number {
    const { forSeconds, everySeconds } = this.rule;
    return this.#after + everySeconds - Math.ceil(forSeconds / everySeconds) * everySeconds;
  }

  get eventsFrom(): number {
    return this.#firstLook - this.rule.windowSeconds;
  }

  /** Whether the event is one to remember. */
  add(time: number, value: number, isMarked: boolean, group: Alert["group"]): boolean {
    if (time <= this.eventsFrom || time > this.last) return false;
    this.#valuesOf(group).add(time, value, isMarked);
    return true;
  }

  result(): {
    readonly name: string;
    readonly begun: readonly Alert[];
    readonly ended: readonly Alert[];
    readonly known: readonly Alert[];
    readonly state: RuleState;
  } {
    const { rule } = this;
    const begun: Alert[] = [];
    const ended: Alert[] = [];
    const known: Alert[] = [];
    const firing: FiringGroup[] = [];
    for (const [key, { group, values }] of [...this.#groups].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
      const before = this.#state?.firing.find((each) => keyOf(each.group) === key)?.episode;
      const found = episodesOf(values.at(this.#looks(), rule), rule, this.#after, before);
      begun.push(...found.begun.map((episode) => ({ ...episode, rule, group })));
      if (found.ended !== undefined) ended.push({ ...found.ended, rule, group });
      if (found.open === undefined) continue;
      firing.push({ group, episode: found.open });
      if (found.open === before) known.push({ ...found.open, rule, group });
    }
    // A clock that was set back does not have what was judged judged again.
    const checkedUntil = Math.max(0, this.last, this.#state?.checkedUntil ?? this.last);
    const state = { checkedUntil, settings: settingsText(rule.settings), firing };
    return { name: rule.name, begun: begun.toSorted((one, other) => one.from - other.from), ended, known, state };
  }

  *#looks(): Generator<number> {
    const { everySeconds } = this.rule;
    for (let look = this.#firstLook; look <= this.last; look += everySeconds) yield look;
  }

  #valuesOf(group: Alert["group"]): WindowedValues {
    const key = keyOf(group);
    const known = this.#groups.get(key);
    if (known !== undefined) return known.values;
    const values = new WindowedValues();
    this.#groups.set(key, { group, values });
    return values;
  }
}

function keyOf(group: Alert["group"]): string {
  return JSON.stringify(group.map((each) => each ?? null));
}

function tooManyLooks({ name, settings }: AlertRule, looks: number): AlertError {
  const [found, most] = [looks, maxLooks].map((each) => Math.round(each).toLocaleString("en-US"));
  return new AlertError(
    "too-many-looks",
    `the rule ${JSON.stringify(name)} would look ${found} times, expected at most ${most}; take a shorter time, or a longer "every" than ${settings.every ?? "1m"}`,
  );
}

function tooManyEvents(): AlertError {
  const most = maxEvents.toLocaleString("en-US");
  return new AlertError(
    "too-many-events",
    `more than ${most} events are in the windows of the rules; take a shorter time, or shorter windows`,
  );
}
