/** Signals that end a process by default, and which can be waited for. */
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

// A process ends once, for all of its loggers; so the flushes are kept for the process, and with them its listeners, of which
// Node warns when each logger had its own.
const flushes = new Set<() => void>();

/**
 * Has a function called when the process exits (`process.exit`, an uncaught exception, nothing left to do) or is sent a signal
 * that would end it. Returns the function that takes it back.
 *
 * A signal that nobody else listens to still ends the process, as it would have without.
 */
export function flushAtExit(flush: () => void): () => void {
  if (flushes.size === 0) listen();
  flushes.add(flush);
  return () => {
    if (flushes.delete(flush) && flushes.size === 0) unlisten();
  };
}

/** Whether the process calls its listeners for the exit already, so that ours was perhaps called before. */
export function isExiting(): boolean {
  // Not documented, but what Node itself goes by, to call them once.
  return Reflect.get(process, "_exiting") === true;
}

function listen(): void {
  process.on("exit", flushAll);
  // First, so that a listener that is called once is still counted as one.
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
