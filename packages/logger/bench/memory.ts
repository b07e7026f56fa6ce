// Does the memory of a process that logs stay what it is?
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { reportGoals } from "../../../scripts/bench-report.js";

interface Growth {
  readonly heapMb: number;
  readonly residentMb: number;
  readonly maxPending: number;
}

/** Each in a process of its own, which says how much it has grown. */
function growth(kind: string): Growth {
  const program = fileURLToPath(new URL("memory/growth.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", program, kind], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const loop = growth("loop");
const burst = growth("burst");
console.log(`Node ${process.version}\n`);
console.log("| | heap | resident | waiting at most |\n| --- | ---: | ---: | ---: |");
for (const [what, { heapMb, residentMb, maxPending }] of [
  ["10 million events with `issue`", loop],
  ["300,000 events at once with `issueSoon`, nobody awaiting", burst],
] as const)
  console.log(`| ${what} | +${heapMb.toFixed(1)} MB | +${residentMb.toFixed(1)} MB | ${maxPending} events |`);
reportGoals([
  { what: "heap growth of 10 million events, MB", actual: loop.heapMb, atMost: 20 },
  { what: "resident growth of a burst of 300,000, MB", actual: burst.residentMb, atMost: 10 },
  { what: "events that wait", actual: burst.maxPending, atMost: 65_536 / 100 },
]);
