import { seededRandom } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { Pairing } from "../../src/index.js";

const day = 86_400;
const start = 1_790_000_000;

interface Line {
  readonly kind: "start" | "end";
  readonly origin: number;
  readonly key: number;
  readonly time: number;
  readonly span: number;
  readonly place: number;
  readonly job: string;
}

interface Job {
  readonly begin: Line;
  readonly end: Line;
  readonly fate: "whole" | "lost" | "unbegun" | "running";
}

/** Jobs of some origins and keys over ten days, of which some have lost one of their two events. */
function jobs(seed: number, count: number, step: number): Job[] {
  const random = seededRandom(seed);
  const last = start + 10 * day;
  const cut = (time: number): number => Math.floor(time / step) * step;
  return Array.from({ length: count }, (_, index) => {
    const [origin, key] = [Math.floor(random() * 3), Math.floor(random() * 4)];
    const begun = start + random() * 10 * day;
    const ended = begun + random() ** 3 * 18_000 + 1;
    const isInside = begun > start + 2 * day && ended < last - 2 * day;
    const fate =
      ended > last
        ? "running"
        : isInside && random() < 0.02
          ? "lost"
          : isInside && random() < 0.02
            ? "unbegun"
            : "whole";
    const common = { origin, key, job: `job ${index}` };
    // What the log has agrees exactly: that is how the span is computed.
    const [from, to] = [cut(begun), cut(ended)];
    return {
      fate,
      begin: { ...common, kind: "start", time: from, span: Number.NaN, place: 2 * index },
      end: { ...common, kind: "end", time: to, span: to - from, place: 2 * index + 1 },
    };
  });
}

/** The lines of a log: in the order of time, but a few seconds of disorder. */
function linesOf(all: readonly Job[], seed: number, disorder: number): Line[] {
  const random = seededRandom(seed);
  return all
    .flatMap(({ begin, end, fate }) => [
      ...(fate === "unbegun" ? [] : [begin]),
      ...(fate === "lost" || fate === "running" ? [] : [end]),
    ])
    .map((line) => ({ line, at: line.time + random() * disorder }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ line }) => line);
}

interface Told {
  readonly pairs: readonly (readonly [number, number])[];
  readonly lost: readonly number[];
  readonly unbegun: readonly number[];
  readonly open: number;
}

function paired(
  lines: readonly Line[],
  { hasSpans, identifiers = () => [] }: { hasSpans: boolean; identifiers?: (line: Line) => (string | undefined)[] },
): Told {
  const [pairs, lost, unbegun]: [[number, number][], number[], number[]] = [[], [], []];
  const pairing = new Pairing({
    lostAfter: day,
    hasSpans,
    onPair: (begin, end) => pairs.push([begin.place, end.place]),
    onLost: ({ place }) => lost.push(place),
    onUnbegun: ({ place }) => unbegun.push(place),
  });
  for (const line of lines) {
    const { origin, key, time, place } = line;
    const event = { time, place, identifiers: identifiers(line), span: hasSpans ? line.span : Number.NaN };
    if (line.kind === "start") pairing.addStart(origin, key, event);
    else pairing.addEnd(origin, key, event);
  }
  const { open } = pairing.finish();
  return { pairs, lost, unbegun, open };
}

function truthOf(all: readonly Job[]): Told {
  const of = (fate: Job["fate"]): Job[] => all.filter((job) => job.fate === fate);
  return {
    pairs: of("whole").map(({ begin, end }) => [begin.place, end.place] as const),
    lost: of("lost").map(({ begin }) => begin.place),
    unbegun: of("unbegun").map(({ end }) => end.place),
    open: of("running").length,
  };
}

const sorted = (told: Told): Told => ({
  ...told,
  pairs: told.pairs.toSorted(([left], [right]) => left - right),
  lost: told.lost.toSorted((left, right) => left - right),
  unbegun: told.unbegun.toSorted((left, right) => left - right),
});

describe.each([1, 2, 3, 4, 5])("seed %i", (seed) => {
  it.each([
    ["in order", 0],
    ["in a log of many writers", 5],
    ["in any order", 20 * day],
  ])("finds exactly what is lost by the time that ends name, %s", (_, disorder) => {
    const all = jobs(seed, 4000, 0.001);
    const truth = truthOf(all);
    expect(Math.min(truth.lost.length, truth.unbegun.length, truth.open)).toBeGreaterThan(0);
    expect(sorted(paired(linesOf(all, seed, disorder), { hasSpans: true }))).toEqual(sorted(truth));
  });

  it("finds exactly what is lost by identifiers, although times say nothing", () => {
    const all = jobs(seed, 4000, 1);
    const lines = linesOf(all, seed, 5);
    const told = paired(lines, { hasSpans: false, identifiers: ({ job }) => [undefined, job] });
    expect(sorted(told)).toEqual(sorted(truthOf(all)));
  });

  it("pairs by identifiers what has some, and all else by time", () => {
    const all = jobs(seed, 4000, 0.001);
    const lines = linesOf(all, seed, 5);
    const told = paired(lines, {
      hasSpans: true,
      identifiers: ({ time, job }) => [time > start + 5 * day ? job : undefined],
    });
    expect(sorted(told)).toEqual(sorted(truthOf(all)));
  });

  it("counts what is lost in a log of whole seconds", () => {
    const all = jobs(seed, 2000, 1);
    const truth = truthOf(all);
    const told = paired(linesOf(all, seed, 5), { hasSpans: true });
    expect([told.lost.length, told.unbegun.length, told.open]).toEqual([
      truth.lost.length,
      truth.unbegun.length,
      truth.open,
    ]);
  });

  it("counts starts without an end by their order, where nothing else tells", () => {
    const all = jobs(seed, 4000, 0.001).filter(({ fate }) => fate !== "unbegun");
    const told = paired(linesOf(all, seed, 0), { hasSpans: false });
    expect(told.lost.length + told.open).toBe(truthOf(all).lost.length + truthOf(all).open);
    expect(told.unbegun).toEqual([]);
  });
});

const event = (time: number, place: number, identifiers: (string | undefined)[] = []) => ({
  time,
  place,
  identifiers,
  span: Number.NaN,
});

/** Whole jobs, so that spans are trusted. */
function withJobs(pairing: Pairing): Pairing {
  for (let index = 0; index < 20; index++) {
    pairing.addStart(0, 0, event(start + index * 1000, 1000 + index));
    pairing.addEnd(0, 0, { ...event(start + index * 1000 + 60.5, 2000 + index), span: 60.5 });
  }
  return pairing;
}

it("pairs across a clock that was stepped by seconds", () => {
  const lost: number[] = [];
  const unbegun: number[] = [];
  const pairing = withJobs(
    new Pairing({
      lostAfter: day,
      hasSpans: true,
      onLost: ({ place }) => lost.push(place),
      onUnbegun: ({ place }) => unbegun.push(place),
    }),
  );
  pairing.addStart(0, 0, event(start + 500, 1));
  pairing.addEnd(0, 0, { ...event(start + 804.25, 2), span: 300.5 });
  expect(pairing.finish()).toMatchObject({ open: 0 });
  expect([...lost, ...unbegun]).toEqual([]);
});

it("pairs by a span in milliseconds", () => {
  const pairs: (readonly number[])[] = [];
  const pairing = withJobs(
    new Pairing({ lostAfter: day, hasSpans: true, onPair: (begin, end) => pairs.push([begin.place, end.place]) }),
  );
  pairing.addStart(0, 0, event(start + 500.25, 1));
  pairing.addEnd(0, 0, { ...event(start + 800.75, 2), span: 300_500 });
  pairing.finish();
  expect(pairs).toContainEqual([1, 2]);
});

it("pairs an end whose span cannot be with the oldest start that is left", () => {
  const pairs: (readonly number[])[] = [];
  const pairing = withJobs(
    new Pairing({ lostAfter: day, hasSpans: true, onPair: (begin, end) => pairs.push([begin.place, end.place]) }),
  );
  pairing.addStart(0, 0, event(start + 500.25, 1));
  pairing.addEnd(0, 0, { ...event(start + 800.75, 2), span: 32 * day });
  pairing.addStart(0, 0, event(start + 900.25, 3));
  pairing.addEnd(0, 0, { ...event(start + 950.75, 4), span: 1_790_000_000 });
  expect(pairing.finish()).toMatchObject({ open: 0 });
  expect(pairs).toContainEqual([1, 2]);
  expect(pairs).toContainEqual([3, 4]);
});

it("does not let an end take a start that began at another time", () => {
  const pairs: (readonly number[])[] = [];
  const unbegun: number[] = [];
  const pairing = withJobs(
    new Pairing({
      lostAfter: day,
      hasSpans: true,
      onPair: (begin, end) => pairs.push([begin.place, end.place]),
      onUnbegun: ({ place }) => unbegun.push(place),
    }),
  );
  pairing.addStart(0, 0, event(start + 500, 1));
  pairing.addEnd(0, 0, { ...event(start + 9000.5, 2), span: 100 });
  expect(pairing.finish()).toMatchObject({ begun: 21, ended: 21, open: 1 });
  expect(pairs.flat()).not.toContain(2);
  expect(unbegun).toEqual([2]);
});

it("takes the oldest start where spans do not say when something began", () => {
  const pairs: (readonly number[])[] = [];
  const pairing = new Pairing({
    lostAfter: day,
    hasSpans: true,
    onPair: (begin, end) => pairs.push([begin.place, end.place]),
  });
  // The span is the time on a processor, say.
  for (let index = 0; index < 5; index++) {
    pairing.addStart(0, 0, event(start + index * 1000, index));
    pairing.addEnd(0, 0, { ...event(start + index * 1000 + 900, 10 + index), span: 7 });
  }
  pairing.finish();
  expect(pairs).toEqual([0, 1, 2, 3, 4].map((index) => [index, 10 + index]));
});

it("does not pair events that have another identifier, of another key or of another origin", () => {
  const pairs: (readonly number[])[] = [];
  const pairing = new Pairing({
    lostAfter: day,
    hasSpans: true,
    onPair: (begin, end) => pairs.push([begin.place, end.place]),
  });
  pairing.addStart(0, 0, event(start, 1, ["a"]));
  pairing.addEnd(0, 0, { ...event(start + 60, 2, ["b"]), span: 60 });
  pairing.addEnd(0, 1, { ...event(start + 60, 3, ["a"]), span: 60 });
  pairing.addEnd(1, 0, { ...event(start + 60, 4, ["a"]), span: 60 });
  pairing.finish();
  expect(pairs).toEqual([]);
});

it("pairs by the order of time what overlapping files have one after the other, where there is no span", () => {
  const pairs: (readonly number[])[] = [];
  const lost: number[] = [];
  const pairing = new Pairing({
    lostAfter: day,
    hasSpans: false,
    onPair: (begin, end) => pairs.push([begin.place, end.place]),
    onLost: ({ place }) => lost.push(place),
  });
  // The first file has every other job, and those of the second ran at the same time.
  for (const file of [0, 1]) {
    for (let index = file; index < 1000; index += 2) {
      pairing.addStart(0, 0, event(start + index * 100, index));
      if (index !== 500) pairing.addEnd(0, 0, event(start + index * 100 + 90, 10_000 + index));
    }
  }
  // The last one leaves time to tell that the lost one is lost.
  pairing.addStart(0, 0, event(start + 3 * day, 2000));
  pairing.addEnd(0, 0, event(start + 3 * day + 1, 12_000));
  expect(pairing.finish()).toMatchObject({ open: 0 });
  // From the lost one on, each end takes the oldest start that is left.
  const expected = Array.from({ length: 500 }, (_, index) => [index, 10_000 + index]);
  expect(pairs.filter(([begin = 0]) => begin < 500)).toEqual(expected);
  expect(lost).toHaveLength(1);
});

it("gives up when too many starts wait", () => {
  const lost: number[] = [];
  const pairing = new Pairing({ lostAfter: day, hasSpans: true, onLost: ({ place }) => lost.push(place) });
  for (let index = 0; index < 500_001; index++) pairing.addStart(0, 0, event(start, index));
  pairing.tidy();
  expect(pairing.finish()).toMatchObject({ begun: 500_001, isGivenUp: true });
  expect(lost).toEqual([]);
});

it("keeps pairing when most of those that wait are lost", () => {
  const lost: number[] = [];
  const pairing = new Pairing({ lostAfter: day, hasSpans: true, onLost: ({ place }) => lost.push(place) });
  for (let index = 0; index < 500_001; index++) pairing.addStart(0, 0, event(start + index, index));
  pairing.tidy();
  expect(pairing.finish()).toMatchObject({ isGivenUp: false, open: day + 1 });
  expect(lost).toHaveLength(500_001 - day - 1);
});
