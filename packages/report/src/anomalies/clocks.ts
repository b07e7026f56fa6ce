import type { LineExample } from "../aggregate/line-example.js";
import type { AnomalyFacts } from "../model/anomaly.js";
import { cell, counted, firstLine } from "../signals/cell-layout.js";
import type { Step as ClockStep, LineOrder, Stray } from "../signals/line-order.js";
import { type DetectorContext, groupedBy, hostNames } from "./context.js";
import { coreOf, median } from "./rhythm.js";

const hour = 3600;
const day = 24 * hour;
/** Greater steps back are files in another order. */
const maxStep = day;
const minAhead = hour;
const maxAhead = 12 * hour;

/** A stream of lines in the order of time: the events of one name in one log. */
interface Stream {
  readonly origin: number;
  readonly order: LineOrder;
}

/** Clocks that were set, those that differ from the others, and lines far from their neighbours. */
export function clocks(context: DetectorContext): readonly AnomalyFacts[] {
  const streams = context.events.flatMap(({ order }) =>
    [...order].map(([origin, own]): Stream => ({ origin, order: own })),
  );
  const ordered = streams.filter(({ order }) => order.isOrdered);
  const set = stepsBack(ordered, context);
  return [...set, ...strays(ordered, set, context), ...aheadOfOthers(context).map((each) => each.facts)];
}

function strays(
  streams: readonly Stream[],
  set: readonly AnomalyFacts[],
  context: DetectorContext,
): readonly AnomalyFacts[] {
  const found = streams.flatMap(({ origin, order }) =>
    order.strays.flatMap((stray) => (isOfStep(stray, context.hostOf(origin), set) ? [] : [{ ...stray, origin }])),
  );
  if (found.length === 0) return [];
  const times = found.map(({ example, ahead }) => example.time - ahead);
  return [
    {
      kind: "stray",
      from: Math.min(...times),
      to: Math.max(...times),
      hosts: hostNames(
        found.map(({ origin }) => origin),
        context,
      ),
      count: found.length,
      examples: found
        .toSorted((left, right) => Math.abs(right.ahead) - Math.abs(left.ahead))
        .slice(0, 5)
        .map(({ example }) => context.exampleOf(example)),
    },
  ];
}

/** Whether a line is out of order since the clock was set at about that time. */
function isOfStep({ example, ahead }: Stray, host: string | undefined, set: readonly AnomalyFacts[]): boolean {
  return set.some(
    ({ from = 0, to = 0, hosts }) =>
      (host === undefined || hosts.includes(host)) &&
      Math.abs(ahead) < day &&
      example.time > from - 6 * hour &&
      example.time < to + 6 * hour,
  );
}

/** A clock that was set back, in each of the streams of a host. */
function stepsBack(streams: readonly Stream[], context: DetectorContext): readonly AnomalyFacts[] {
  const found = streams.flatMap(({ origin, order }) => order.back.flatMap((step) => spanOf(step, order, origin)));
  return [...groupedBy(found, ({ origin }) => context.hostOf(origin))].flatMap(([, own]) =>
    similar(own).map((group): AnomalyFacts => {
      // Quiet streams may have been quiet before or after: the one with the most lines knows best.
      const { seconds, from, to } = group.reduce((best, each) => (each.lines > best.lines ? each : best));
      return {
        kind: "clock",
        seconds,
        evidence: "set",
        from,
        to,
        hosts: hostNames(
          group.map(({ origin }) => origin),
          context,
        ),
        count: group.length,
        examples: group
          .slice(0, 5)
          .map(({ example }) => context.exampleOf(example, "the first line after the clock was set back")),
      };
    }),
  );
}

interface WrongTime {
  readonly origin: number;
  /** Lines of the stream. */
  readonly lines: number;
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly example: LineExample;
}

/** From when to when a clock was wrong that was set back: before it, if it was set ahead by as much earlier; after it, if it was later. */
function spanOf(
  { before, after, example, since }: ClockStep,
  { ahead, lines }: LineOrder,
  origin: number,
): readonly WrongTime[] {
  const seconds = before - after;
  // Lines that follow lines of other hours: their files come in another order.
  if (seconds > maxStep || since > after + seconds / 4) return [];
  const isAlike = (step: ClockStep): boolean =>
    step.after - step.before > 0.7 * seconds && step.after - step.before < seconds + 2 * hour;
  const earlier = ahead.findLast((step) => step.after <= before && isAlike(step) && step.after > before - 30 * day);
  const later = ahead.find((step) => step.before >= before && isAlike(step) && step.before < before + 30 * day);
  const at = { origin, example, lines, at: after };
  if (earlier !== undefined) return [{ ...at, seconds, from: earlier.after, to: before }];
  if (later !== undefined) return [{ ...at, seconds: -seconds, from: after, to: later.before }];
  return [{ ...at, seconds, from: after, to: before }];
}

/** Of the streams of one host, what is about the same step. */
function similar(all: readonly WrongTime[]): readonly (readonly WrongTime[])[] {
  const groups: WrongTime[][] = [];
  for (const each of all.toSorted((left, right) => left.at - right.at)) {
    const group = groups.find((others) => others.some(({ at }) => Math.abs(at - each.at) < 3 * hour));
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

/**
 * Hosts whose days begin and end earlier or later than those of the others, and whose log ends by as much earlier or later: either alone may be how
 * the host is used, or when its log was copied.
 */
export function aheadOfOthers(
  context: DetectorContext,
): readonly { readonly origins: readonly number[]; readonly facts: AnomalyFacts }[] {
  const hosts = daysOf(context);
  if (hosts.length < 3) return [];
  return hosts.flatMap((own) => {
    const others = hosts.filter((each) => each !== own);
    const ends = others.map(({ last }) => last);
    const late = own.last - median(ends);
    if (Math.max(...ends) - Math.min(...ends) > hour / 2 || Math.abs(late) < minAhead || Math.abs(late) > maxAhead)
      return [];
    const phases = others.map(({ phase }) => differenceOf(own.phase, phase));
    const shift = median(phases);
    const isClear = own.certainty < hour && Math.max(...phases) - Math.min(...phases) < 1.5 * hour;
    if (!isClear || Math.abs(shift - late) > Math.max(0.75 * hour, 0.25 * Math.abs(late))) return [];
    const facts: AnomalyFacts = {
      kind: "clock",
      seconds: late,
      evidence: "others",
      from: own.first,
      to: own.last,
      hosts: hostNames(own.origins, context),
      count: own.count,
      examples: [context.exampleOf(own.lastStep)],
    };
    return [{ origins: own.origins, facts }];
  });
}

interface HostDays {
  readonly origins: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly lastStep: LineExample;
  readonly count: number;
  /** The middle of its daily rhythm, in seconds of the day, and how exactly it is known. */
  readonly phase: number;
  readonly certainty: number;
}

function daysOf(context: DetectorContext): readonly HostDays[] {
  const series = context.events.flatMap((event) => [...event.series.values()]);
  return [...groupedBy(series, ({ origin }) => context.hostOf(origin)).values()].flatMap((own): HostDays[] => {
    const steps = coreOf(counted(own), context.stepSeconds);
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) return [];
    // Whole days, since parts of a day have a rhythm of their own.
    const days = Math.floor(((last.step - first.step) * context.stepSeconds) / day);
    const until = first.step + (days * day) / context.stepSeconds;
    let [sine, cosine, count] = [0, 0, 0];
    for (const { step, columns } of steps) {
      if (step >= until) continue;
      const angle = (2 * Math.PI * (((step + 0.5) * context.stepSeconds) % day)) / day;
      sine += (columns[cell.count] as number) * Math.sin(angle);
      cosine += (columns[cell.count] as number) * Math.cos(angle);
      count += columns[cell.count] as number;
    }
    const strength = Math.hypot(sine, cosine);
    return [
      {
        origins: [...new Set(own.map(({ origin }) => origin))],
        first: first.columns[cell.first] as number,
        last: last.columns[cell.last] as number,
        lastStep: firstLine(last),
        count,
        phase: (Math.atan2(sine, cosine) / (2 * Math.PI)) * day,
        // The standard error of the angle, four times.
        certainty: days < 7 ? Infinity : ((4 * Math.sqrt(count / 2)) / strength / (2 * Math.PI)) * day,
      },
    ];
  });
}

/** By how many seconds a time of the day is later than another, from -12 to 12 hours. */
function differenceOf(one: number, other: number): number {
  return ((((one - other + day / 2) % day) + day) % day) - day / 2;
}
