// Runs a program in a worker thread: in-worker.mjs <program> <its arguments>
import { Worker } from "node:worker_threads";

const [program, ...argv] = process.argv.slice(2);
new Worker(program, { argv }).on("exit", (exitCode) => (process.exitCode = exitCode));
