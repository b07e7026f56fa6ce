#!/usr/bin/env node
import { processContext } from "./process-context.js";
import { run } from "./program.js";

const exitCode = await run(process.argv.slice(2), processContext());
// Everything is written; what is left open, such as a standard input that was not read to its end, is not waited for.
process.exit(exitCode);
