// Runs one contender in a process of its own: contender.mjs <name> <path>. For each number on a line of standard input, it logs
// that many events and prints how many microseconds it took.
import { createInterface } from "node:readline";
import { contenders } from "./contenders.mjs";

const [name, path] = process.argv.slice(2);
const log = await contenders[name](path);
console.log("ready");
for await (const line of createInterface(process.stdin)) {
  const start = performance.now();
  await log(Number(line));
  console.log((performance.now() - start) * 1000);
}
process.exit(0);
