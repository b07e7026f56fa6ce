import type { LineExample } from "../aggregate/line-example.js";
import type { PlannedField } from "../columns/event-plan.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import { added, cell, firstLine, type Step, stepsOf } from "../signals/cell-layout.js";
import type { EventSignals } from "../signals/event-signals.js";
import { columnOf, type DetectorContext, groupedBy, hostNames } from "./context.js";
import { type Stretch, stretches } from "./cusum.js";

/** A field that fewer events have is missing as a rule. */
const usualShare = 0.5;
/** Events that are distinguished from others, to see how many have a field as a rule. */
const blockEvents = 25;
/** e^18: one in 60 million, for thousands of steps of hundreds of fields. */
const enough = 18;
/** Fewer events without the field say nothing. */
const minMissing = 10;
const day = 86_400;

/** A stretch of time of one host in which a field is missing, or empty. */
interface Hole {
  readonly origin: number;
  readonly from: number;
  readonly to: number;
  /** Events, those expected to have the field, and those that have it. */
  readonly events: number;
  readonly expected: number;
  readonly present: number;
  readonly isLast: boolean;
  readonly line: LineExample;
}

/** Optional fields that are gone for a while, from some time on, or now and then; and texts that are empty for a while. */
export function missingFields(context: DetectorContext): readonly AnomalyFacts[] {
  return context.events.flatMap((event) => {
    // Once for all fields: it takes longer than to look at one.
    const hosts = hostsOf(event);
    const ofKind = (kind: string): readonly PlannedField[] =>
      event.columns.flatMap((column) => (column.kind === kind ? [column.field] : []));
    return [
      ...ofKind("present").flatMap((field) => goneField({ event, hosts }, field, context)),
      ...ofKind("empty").flatMap((field) => emptyField({ event, hosts }, field, context)),
    ];
  });
}

function goneField({ event, hosts }: OnHosts, field: PlannedField, context: DetectorContext): AnomalyFacts[] {
  const present = columnOf(event, "present", field.path);
  const holes = hosts.flatMap((host) => holesOf(host, present));
  const gone = holes.filter(({ present: there, expected }) => there < 0.15 * expected);
  // Now and then, where a part of the events has it, or where it comes back again and again.
  const isRepeated = gone.filter(({ isLast }) => !isLast).length > 2 * new Set(gone.map(({ origin }) => origin)).size;
  const nowAndThen = isRepeated ? holes : holes.filter((hole) => !gone.includes(hole));
  const whole = isRepeated ? [] : gone;
  const make = (pattern: "for-a-while" | "since" | "now-and-then", group: readonly Hole[]): AnomalyFacts => ({
    kind: "field-gone",
    event: event.plan.eventName,
    field: field.path,
    pattern,
    usual: sum(group, "expected") / sum(group, "events"),
    share: sum(group, "present") / sum(group, "events"),
    ...found(group, context),
    count: sum(group, "events") - sum(group, "present"),
  });
  return [
    ...joined(whole.filter(({ isLast }) => !isLast)).map((group) => make("for-a-while", group)),
    ...joined(whole.filter(({ isLast }) => isLast)).map((group) => make("since", group)),
    ...(nowAndThen.length === 0 ? [] : [make("now-and-then", nowAndThen)]),
  ];
}

/** Where a field that events usually have is missing, on one host. */
function holesOf({ origin, series, all }: HostSteps, present: number): Hole[] {
  // Events of older generations come before those that have it. One with a wrong time may be among them.
  const start = all.find(({ columns }) => (columns[present] as number) > (columns[cell.count] as number) / 4)?.step;
  if (start === undefined) return [];
  const expected = new Map<number, { events: number; expected: number; present: number }>();
  for (const each of series) {
    const own = each.filter(({ step }) => step > start);
    const usual = shareOf(own, present);
    if (usual < usualShare) continue;
    for (const { step, columns } of own) {
      const sums = expected.get(step) ?? { events: 0, expected: 0, present: 0 };
      sums.events += columns[cell.count] as number;
      sums.expected += usual * (columns[cell.count] as number);
      sums.present += columns[present] as number;
      expected.set(step, sums);
    }
  }
  const steps = all.flatMap((step) => {
    const sums = expected.get(step.step);
    return sums === undefined ? [] : [{ ...step, ...sums }];
  });
  const scores = steps.map(({ events, expected: there, present: seen }) => scoreOf(events, there / events, seen));
  const holes = stretches(scores, enough).map((stretch) => holeOf(origin, steps, stretch));
  return holes.filter((hole) => hole.events - hole.present >= minMissing && hole.present < 0.8 * hole.expected);
}

/** How much more likely it is that half of the events, or more, lost the field. */
function scoreOf(events: number, usual: number, present: number): number {
  const changed = usual / 2;
  return present * Math.log(changed / usual) + (events - present) * Math.log((1 - changed) / (1 - usual));
}

function holeOf(
  origin: number,
  steps: readonly (Step & { readonly events: number; readonly expected: number; readonly present: number })[],
  { from, to }: Stretch,
): Hole {
  const within = steps.slice(from, to + 1);
  return {
    origin,
    from: Math.min(...within.map(({ columns }) => columns[cell.first] as number)),
    to: Math.max(...within.map(({ columns }) => columns[cell.last] as number)),
    events: sum(within, "events"),
    expected: sum(within, "expected"),
    present: sum(within, "present"),
    isLast: to === steps.length - 1,
    line: firstLine(within[0] as Step),
  };
}

function emptyField({ event, hosts }: OnHosts, field: PlannedField, context: DetectorContext): AnomalyFacts[] {
  const [empty, present] = [columnOf(event, "empty", field.path), columnOf(event, "present", field.path)];
  const holes = hosts.flatMap(({ origin, all }): Hole[] => {
    const steps = all.map((step) => {
      const events = step.columns[present < 0 ? cell.count : present] as number;
      return { ...step, events, expected: events, present: events - (step.columns[empty] as number) };
    });
    const usual = emptyShareOf(steps, empty, present);
    // A text that is often empty says something by it.
    if (usual > 0.2) return [];
    const rare = Math.max(usual, 0.01);
    const scores = steps.map(
      ({ events, present: full }) => (events - full) * Math.log(0.5 / rare) + full * Math.log(0.5 / (1 - rare)),
    );
    return stretches(scores, enough)
      .map((stretch) => holeOf(origin, steps, stretch))
      .filter((hole) => hole.events - hole.present >= minMissing);
  });
  return joined(holes).map((group) => ({
    kind: "field-empty",
    event: event.plan.eventName,
    field: field.path,
    share: 1 - sum(group, "present") / sum(group, "events"),
    isSince: group.every(({ isLast }) => isLast),
    ...found(group, context),
    count: sum(group, "events") - sum(group, "present"),
  }));
}

/** The share of events that have a field as a rule: in the quarter of the blocks of events in which most have it. */
function shareOf(steps: readonly Step[], column: number): number {
  const blocks = blocksOf(steps, column, cell.count).toSorted((left, right) => right.share - left.share);
  return shareOfBlocks(blocks);
}

/** The share of empty texts in the quarter of the blocks in which the fewest are. */
function emptyShareOf(steps: readonly Step[], empty: number, present: number): number {
  const blocks = blocksOf(steps, empty, present < 0 ? cell.count : present);
  return shareOfBlocks(blocks.toSorted((left, right) => left.share - right.share));
}

function shareOfBlocks(blocks: ReturnType<typeof blocksOf>): number {
  const best = blocks.slice(0, Math.ceil(blocks.length / 4));
  const [events, present] = [sum(best, "events"), sum(best, "present")];
  return Math.min((present + 0.5) / (events + 1), 0.98);
}

function blocksOf(
  steps: readonly Step[],
  column: number,
  of: number,
): { readonly events: number; readonly present: number; readonly share: number }[] {
  const blocks: { events: number; present: number }[] = [];
  let block = { events: 0, present: 0 };
  for (const { columns } of steps) {
    block.events += columns[of] as number;
    block.present += columns[column] as number;
    if (block.events < blockEvents) continue;
    blocks.push(block);
    block = { events: 0, present: 0 };
  }
  if (blocks.length === 0) blocks.push(block);
  return blocks.map((each) => ({ ...each, share: each.present / Math.max(1, each.events) }));
}

/** The events of one name on one host over time. */
interface HostSteps {
  readonly origin: number;
  /** By the value of the main dimension. */
  readonly series: readonly (readonly Step[])[];
  /** All values together. */
  readonly all: readonly Step[];
}

interface OnHosts {
  readonly event: EventSignals;
  readonly hosts: readonly HostSteps[];
}

function hostsOf({ series }: EventSignals): readonly HostSteps[] {
  return [...groupedBy(series.values(), ({ origin }) => origin)].map(([origin, own]) => ({
    origin,
    series: own.map(stepsOf),
    all: added(own),
  }));
}

/** Holes of several hosts at about the same time are one. */
function joined(holes: readonly Hole[]): readonly (readonly Hole[])[] {
  const groups: Hole[][] = [];
  for (const hole of holes.toSorted((left, right) => left.from - right.from)) {
    const group = groups.find((each) => each.some(({ from, to }) => hole.from <= to && hole.to >= from - day));
    if (group === undefined) groups.push([hole]);
    else group.push(hole);
  }
  return groups;
}

function found(
  holes: readonly Hole[],
  context: DetectorContext,
): Pick<AnomalyFacts, "from" | "to" | "hosts" | "examples"> {
  return {
    from: Math.min(...holes.map(({ from }) => from)),
    to: Math.max(...holes.map(({ to }) => to)),
    hosts: hostNames(
      holes.map(({ origin }) => origin),
      context,
    ),
    examples: holes.slice(0, 5).map(({ line }) => context.exampleOf(line)),
  };
}

function sum<Key extends string>(items: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return items.reduce((total, item) => total + item[key], 0);
}
