// Which serializer should generated events use: JSON.stringify of an ordered object, fast-json-stringify, or generated code?
import {
  catalogue,
  type MetricEvent,
  Reconciliation,
  RunnerInstalled,
  RunnerStart,
  RunnerStop,
} from "@metric-events/core";
import fastJsonStringify from "fast-json-stringify";
import { type Goal, reportGoals } from "../../../scripts/bench-report.js";
import { compiled as reconciliation } from "../dist/generated/reconciliation.compiled.js";
import { compiled as runnerInstalled } from "../dist/generated/runner-installed.compiled.js";
import { compiled as runnerStart } from "../dist/generated/runner-start.compiled.js";
import { compiled as runnerStop } from "../dist/generated/runner-stop.compiled.js";

type Contenders = Readonly<Record<string, (event: MetricEvent) => { readonly length: number }>>;

const line = Buffer.alloc(4096);
const goals: Goal[] = [];

const rounds = 31;
const warmUpRounds = 3;
const passes = 5;

const generated = {
  reconciliation,
  runner_installed: runnerInstalled,
  runner_start: runnerStart,
  runner_stop: runnerStop,
};
const runner = {
  flavor: "large-arm64",
  workflow: "CI / unit tests",
  repo: "acme/widgets",
  github_event: "pull_request",
};

/** Many events of each kind, with other numbers, so that no cache of the engine knows them all. */
const series = Array.from({ length: 4096 }, (_, index) => ({
  timestamp: 1719900000 + index * 7.125,
  seconds: 300 + index / 16,
}));
const batches: readonly (readonly Extract<MetricEvent, { event: keyof typeof generated }>[])[] = [
  series.map(({ timestamp, seconds }) => RunnerInstalled({ timestamp, flavor: "small", duration: seconds })),
  series.map(({ timestamp, seconds }) =>
    RunnerStart({ ...runner, timestamp, idle: seconds, queue_duration: seconds + 0.5 }),
  ),
  series.map(({ timestamp, seconds }) =>
    RunnerStop({
      ...runner,
      timestamp,
      status: "abnormal",
      status_info: { code: 137 },
      job_duration: seconds,
      job_conclusion: "failure",
    }),
  ),
  series.map(({ timestamp, seconds }, index) =>
    Reconciliation({
      timestamp,
      flavor: "small",
      crashed_runners: 1,
      idle_runners: index,
      active_runners: 7,
      duration: seconds,
    }),
  ),
];

console.log(
  `Node ${process.version}, ${rounds} interleaved rounds, medians, quartiles of the ratio to JSON.stringify\n`,
);
console.log("| event | contender | µs | ratio | quartiles |\n| --- | --- | ---: | ---: | ---: |");
for (const batch of batches) {
  const name = batch[0]?.event ?? "reconciliation";
  const fast = fastJsonStringify(flatSchema(name));
  const times = measure(batch, {
    "JSON.stringify of the ordered object": (event) => JSON.stringify(event),
    "fast-json-stringify": (event) => fast(event),
    "generated (ours)": (event) => generated[name].stringify(event),
    "serialize (ours: copy, validate, generated)": (event) => catalogue.serialize(event),
    // Into the bytes of a line, which the others still have to do.
    "encode (ours: judge, into bytes)": (event) => {
      const end = catalogue.encode(event, line, 0);
      return typeof end === "string" ? end : { length: end };
    },
  });
  const base = times["JSON.stringify of the ordered object"] ?? [];
  for (const [contender, all] of Object.entries(times)) {
    const ratios = all.map((time, round) => time / (base[round] ?? time));
    const figures = [quantile(all, 0.5), quantile(ratios, 0.5)].map((figure) => figure.toFixed(2));
    if (contender.startsWith("generated"))
      goals.push({ what: `${name}, generated against JSON.stringify`, actual: quantile(ratios, 0.5), atMost: 0.75 });
    if (contender.startsWith("serialize"))
      goals.push({ what: `${name}, serialize against JSON.stringify`, actual: quantile(ratios, 0.5), atMost: 1 });
    const quartiles = [0.25, 0.75].map((share) => quantile(ratios, share).toFixed(2)).join("–");
    console.log(`| ${[name, contender, ...figures, quartiles].join(" | ")} |`);
  }
}

reportGoals(goals);

/** µs per event, by contender and round. */
function measure(batch: readonly MetricEvent[], contenders: Contenders): Record<string, number[]> {
  const times: Record<string, number[]> = {};
  let written = 0;
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [name, serialize] of Object.entries(contenders)) {
      const start = performance.now();
      for (let pass = 0; pass < passes; pass++) {
        for (const event of batch) written += serialize(event).length;
      }
      const time = ((performance.now() - start) * 1000) / (passes * batch.length);
      if (round >= 0) (times[name] ??= []).push(time);
    }
  }
  if (written === 0) throw new Error("nothing was serialized");
  return times;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

/** The event's schema in draft-07, as fast-json-stringify takes it, with keys in the same order. */
function flatSchema(eventName: string): object {
  const fields = catalogue.get(eventName)?.fields ?? [];
  const objectSchema = (members: typeof fields): object => ({
    type: "object",
    properties: Object.fromEntries(
      members.map((field) => [
        field.name,
        field.fields === undefined ? { type: field.types[0] } : objectSchema(field.fields),
      ]),
    ),
    required: members.filter((field) => field.required).map((field) => field.name),
  });
  return objectSchema(fields);
}
