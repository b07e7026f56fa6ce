#!/usr/bin/env node
import { processContext } from "./process-context.js";
import { run } from "./program.js";

const exitCode = await run(process.argv.slice(2), processContext());
// All output is written. Do not wait for what is still open, such as a standard input that was not read to its end.
process.exit(exitCode);
