// Compares this package with its npm peers on the case folders of the tests: right verdicts, and time per verdict.
import { contains } from "../dist/index.js";
import { type Answer, type Engine, ours, peers } from "./support/engines.js";
import { casePairs, type Pair } from "./support/pairs.js";
import { changedEvents } from "./support/runner-events.js";

const rounds = Number(process.env["BENCH_ROUNDS"] ?? 3);
const engines: readonly Engine[] = [ours, ...peers];
const pairs = casePairs();

interface Measured {
  readonly answers: Answer[];
  /** By pair, the times of all rounds in milliseconds. */
  readonly times: number[][];
}

const measured = new Map<Engine, Measured>(
  engines.map((engine) => [engine, { answers: [], times: pairs.map(() => []) }]),
);

// All engines take turns on each pair, so that a slow moment of the machine affects all of them.
for (let round = 0; round <= rounds; round++) {
  for (const [index, pair] of pairs.entries()) {
    for (const [engine, { answers, times }] of measured) {
      // json-schema-diff changes what it is given.
      const [subset, superset] = [structuredClone(pair.subset), structuredClone(pair.superset)];
      const start = performance.now();
      const answer = await engine.ask(subset, superset);
      const elapsed = performance.now() - start;
      answers[index] = answer;
      // The first round warms up.
      if (round > 0) times[index]?.push(elapsed);
    }
  }
}

console.log(`Node ${process.version}, ${pairs.length} verdicts, ${rounds} interleaved rounds after one to warm up\n`);
printTable("all pairs", () => true);
printTable("pairs with keywords of draft-07 only", ({ isOldKeywordsOnly }) => isOldKeywordsOnly);
printScale();

function printTable(title: string, isCounted: (pair: Pair) => boolean): void {
  const counted = pairs.flatMap((pair, index) => (isCounted(pair) ? [{ pair, index }] : []));
  console.log(`${title} (${counted.length}):\n`);
  console.log("| engine | right | unsound | false alarm | no verdict | median ms | 95 % ms | ratio |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  const own = medianOf(ours, counted);
  for (const [engine, { answers, times }] of measured) {
    const verdicts = counted.map(({ pair, index }) => ({ pair, answer: answers[index] ?? "unknown" }));
    const count = (isOne: (pair: Pair, answer: Answer) => boolean): number =>
      verdicts.filter(({ pair, answer }) => isOne(pair, answer)).length;
    const right = count((pair, answer) => answer === (pair.isContained ? "contained" : "not-contained"));
    const unsound = count((pair, answer) => answer === "contained" && !pair.isContained);
    const alarm = count((pair, answer) => answer === "not-contained" && pair.isContained);
    const none = count((_, answer) => answer === "unknown");
    const slow = quantile(
      counted.map(({ index }) => quantile(times[index] ?? [], 0.5)),
      0.95,
    );
    const median = medianOf(engine, counted);
    const figures = [right, unsound, alarm, none, median.toFixed(3), slow.toFixed(3), (median / own).toFixed(2)];
    console.log(`| ${engine.name} | ${figures.join(" | ")} |`);
  }
  console.log();
}

function medianOf(engine: Engine, counted: readonly { readonly index: number }[]): number {
  const times = measured.get(engine)?.times ?? [];
  return quantile(
    counted.map(({ index }) => quantile(times[index] ?? [], 0.5)),
    0.5,
  );
}

function printScale(): void {
  const [event = [], ...events] = changedEvents(1001);
  const first = timed(() => event.map(([subset, superset]) => contains(subset, superset)));
  const verdicts: string[] = [];
  const many = timed(() => {
    for (const questions of events) {
      for (const [subset, superset] of questions) verdicts.push(contains(subset, superset).verdict);
    }
  });
  const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
  console.log(`one changed event of the size of runner_stop, both directions: ${first.toFixed(0)} ms`);
  console.log(
    `${events.length} such events, both directions: ${(many / 1000).toFixed(1)} s (${count("contained")} contained, ` +
      `${count("not-contained")} not contained, ${count("unknown")} unknown)`,
  );
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
