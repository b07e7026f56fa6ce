// How much memory does logging take? Each measurement runs in a process of its own; interleaved, medians.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { quartiles, reportGoals } from "../../../scripts/bench-report.js";

interface Growth {
  readonly heapMb: number;
  /** How far the resident memory rose at its highest. */
  readonly residentMb: number;
  readonly maxPending: number;
}

const rounds = 3;
const contenders = {
  objects: "the same objects and promises, nothing logged",
  issue: "`issue`",
  issueAll: "`issueAll` of 64",
  issueSoon: "`issueSoon`, not awaited",
  issueSoonWithHook: "`issueSoon`, not awaited, with `onError`",
  pino: "pino 10, sync",
  pinoAsync: "pino 10, async, minLength 4096",
} as const;
type Contender = keyof typeof contenders;
const names = Object.keys(contenders) as Contender[];

const states = {
  fresh: { flags: [], state: "fresh" },
  used: { flags: [], state: "used" },
  small: { flags: ["--max-semi-space-size=1"], state: "fresh" },
} as const;
type State = keyof typeof states;

const program = fileURLToPath(new URL("memory/growth.mjs", import.meta.url));

function growth(contender: Contender, state: string, flags: readonly string[] = []): Growth {
  const args = ["--expose-gc", ...flags, program, contender, state];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const bursts = new Map<string, Growth[]>();
for (let round = 0; round < rounds; round++) {
  for (const contender of names) {
    for (const state of Object.keys(states) as State[]) {
      const key = `${contender} ${state}`;
      bursts.set(key, [...(bursts.get(key) ?? []), growth(contender, states[state].state, states[state].flags)]);
    }
  }
}
const residentMb = (contender: Contender, state: State): number =>
  quartiles((bursts.get(`${contender} ${state}`) ?? []).map((each) => each.residentMb)).median;
const inMb = (value: number): string => `${value < 0.05 ? "" : "+"}${value.toFixed(1)}`;

console.log(`Node ${process.version}: resident memory at its highest above before, for 300,000 events at once, MB\n`);
console.log("| | fresh process | with `--max-semi-space-size=1` | once that many objects were made |");
console.log("| --- | ---: | ---: | ---: |");
for (const contender of names) {
  const cells = (["fresh", "small", "used"] as const).map((state) => inMb(residentMb(contender, state)));
  console.log(`| ${contenders[contender]} | ${cells.join(" | ")} |`);
}
const maxPending = Math.max(...[...bursts.values()].flat().map((each) => each.maxPending));
const loop = growth("issue", "loop");
console.log(`\n10 million events with \`issue\`: heap ${inMb(loop.heapMb)} MB after a collection`);
console.log(`at most ${maxPending} events of \`issueSoon\` waited`);

const ours = ["issue", "issueAll", "issueSoon", "issueSoonWithHook"] as const;
reportGoals([
  { what: "heap growth of 10 million events, MB", actual: loop.heapMb, atMost: 20 },
  ...ours.map((contender) => ({
    what: `resident growth of a burst of 300,000 with ${contender}, beyond that of its objects, MB`,
    actual: residentMb(contender, "used"),
    atMost: 10,
  })),
  { what: "events that wait", actual: maxPending, atMost: 65_536 / 100 },
]);
