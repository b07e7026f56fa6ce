// How the time of a comparison grows with the size of the schemas. Goals: no worse than quadratic, and under 2 s for the largest.
import { compare, contains, type Json } from "../dist/index.js";

/** Time at twice the size may be this many times as long: four for quadratic growth, and some noise. */
const maxFactor = 6;
const maxSeconds = 2;
/** Shorter times say nothing about growth. */
const minMilliseconds = 50;

interface Growth {
  readonly sizes: readonly number[];
  run(size: number): string;
}

const range = (count: number): number[] => [...Array(count).keys()];

function tagged(count: number, maximum: number): Json {
  return {
    oneOf: range(count).map((index) => ({
      type: "object",
      required: ["kind", "value"],
      properties: { kind: { const: `kind${index}` }, value: { type: "integer", maximum } },
    })),
  };
}

function ranged(count: number, width: number): Json {
  return {
    oneOf: range(count).map((index) => ({ type: "integer", minimum: index * 100, maximum: index * 100 + width })),
  };
}

function object(count: number, maximum: number): Json {
  return {
    type: "object",
    properties: Object.fromEntries(range(count).map((index) => [`p${index}`, { type: "integer", maximum }])),
  };
}

function patterned(count: number, maximum: number): Json {
  return {
    type: "object",
    patternProperties: Object.fromEntries(range(count).map((index) => [`k${index}`, { type: "integer", maximum }])),
  };
}

function outcome(baseline: Json, candidate: Json): string {
  const { backward, forward } = compare(baseline, candidate);
  const breaks = backward.verdict === "incompatible" ? ` ${backward.breaks.length}` : "";
  return `${backward.verdict}${breaks} / ${forward.verdict}`;
}

const growths: Readonly<Record<string, Growth>> = {
  "oneOf, every tagged branch changed": {
    sizes: [15, 30, 60],
    run: (size) => outcome(tagged(size, 9), tagged(size, 8)),
  },
  "oneOf, every range changed": { sizes: [15, 30, 60], run: (size) => outcome(ranged(size, 9), ranged(size, 8)) },
  "properties, every one changed": { sizes: [125, 250, 500], run: (size) => outcome(object(size, 9), object(size, 8)) },
  "unanchored patternProperties, every one changed": {
    sizes: [10, 20, 40],
    run: (size) => outcome(patterned(size, 9), patterned(size, 8)),
  },
  "unanchored patternProperties, contained": {
    sizes: [10, 20, 40],
    run: (size) => contains(patterned(size, 8), patterned(size, 9)).verdict,
  },
};

console.log(`Node ${process.version}\n`);
console.log("| case | size | CPU ms | outcome |\n| --- | ---: | ---: | --- |");
const missed: string[] = [];
// What every process compiles once should not count.
for (const { run } of Object.values(growths)) run(2);
for (const [name, { sizes, run }] of Object.entries(growths)) {
  let before: number | undefined;
  for (const size of sizes) {
    // Processor time, so that other processes do not count.
    const start = process.cpuUsage();
    const result = run(size);
    const elapsed = process.cpuUsage(start).user / 1000;
    console.log(`| ${name} | ${size} | ${elapsed.toFixed(0)} | ${result} |`);
    if (before !== undefined && elapsed > Math.max(before, minMilliseconds) * maxFactor)
      missed.push(`${name}: growth at ${size}`);
    if (elapsed > maxSeconds * 1000) missed.push(`${name}: over ${maxSeconds} s at ${size}`);
    before = elapsed;
  }
}
if (missed.length > 0) console.log(`\nmissed:\n${missed.map((line) => `- ${line}`).join("\n")}`);
if (missed.length > 0 && process.argv.includes("--check")) process.exitCode = 1;
