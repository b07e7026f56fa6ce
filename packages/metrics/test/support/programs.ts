import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { bound } from "@metric-events/test-support";
import { onTestFinished } from "vitest";

/** A port on loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Runs a server until the test ends. */
export function startServer(program: string, args: readonly string[]): void {
  const child = spawn(...bound(program, [...args]), { stdio: "ignore" });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  });
}

/** JSON from a server; `undefined` while it does not answer. */
export async function jsonFrom(url: string): Promise<unknown> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Waits until something on a server has happened. */
export async function eventually(hasHappened: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 100_000;
  while (!(await hasHappened())) {
    if (performance.now() > deadline) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
