import { setTimeout as sleep } from "node:timers/promises";
import { waitLimitMs } from "./limits.js";

/** Waits until something has happened, however slow the machine is. `what` says in the failure what did not happen. */
export async function until(what: string, hasHappened: () => boolean): Promise<void> {
  const deadline = performance.now() + waitLimitMs;
  while (!hasHappened()) {
    if (performance.now() > deadline) throw new Error(`waited ${waitLimitMs / 1000} s in vain: ${what}`);
    await sleep(5);
  }
}
