export type { Context, ThreadSettings } from "./context.js";
export { type ExitCode, exitCodes } from "./exit-codes.js";
export { Output, type OutputOptions } from "./output.js";
export { run } from "./program.js";
