import { spawn } from "node:child_process";
import { statDescriptor } from "@metric-events/system";
import { OutputClosedError } from "./errors.js";

/**
 * Aborts as soon as nobody can read standard output any more, for commands that wait without writing. Node cannot ask poll(2) about a
 * descriptor that it only writes to, but GNU tail (coreutils 8.28) watches its output and ends by SIGPIPE; with `--pid`, it outlives
 * nobody. Without such a tail, only the next write shows that the output is closed.
 */
export function outputClosed(): AbortSignal {
  const controller = new AbortController();
  const output = statDescriptor(process.stdout.fd);
  if (process.platform !== "linux" || !(output.isFIFO() || output.isSocket())) return controller.signal;
  const watcher = spawn("tail", ["-f", "-s", "0.2", `--pid=${process.pid}`, "/dev/null"], {
    stdio: ["ignore", process.stdout.fd, "ignore"],
  });
  watcher.on("error", () => {});
  watcher.on("exit", (_, signal) => {
    if (signal === "SIGPIPE") controller.abort(new OutputClosedError());
  });
  watcher.unref();
  process.once("exit", () => watcher.kill());
  return controller.signal;
}
