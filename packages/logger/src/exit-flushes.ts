/** The signals that end a process by default and that a process can handle. */
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

// The flushes of all loggers share the listeners of the process: Node warns of many listeners if each logger adds its own.
const flushes = new Set<() => void>();

/**
 * Calls a function when the process exits (`process.exit`, an uncaught exception, nothing left to do) or gets a signal that
 * would end it. Returns a function that undoes this.
 *
 * A signal that nobody else listens to still ends the process.
 */
export function flushAtExit(flush: () => void): () => void {
  if (flushes.size === 0) listen();
  flushes.add(flush);
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) unlisten();
  };
}

/** Whether the process is calling its exit listeners, perhaps ours already. */
export function isExiting(): boolean {
  // Undocumented; Node itself uses it to call the listeners only once.
  return Reflect.get(process, "_exiting") === true;
}

function listen(): void {
  process.on("exit", flushAll);
  // First, so that a listener added with `once` is still there to be counted.
  for (const signal of signals) process.prependListener(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", flushAll);
  for (const signal of signals) process.off(signal, onSignal);
}

function flushAll(): void {
  for (const flush of flushes) flush();
}

function onSignal(signal: NodeJS.Signals): void {
  flushAll();
  if (process.listenerCount(signal) > 1) return;
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
