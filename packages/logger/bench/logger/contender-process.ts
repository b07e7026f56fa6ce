import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, truncateSync } from "node:fs";
import { createInterface } from "node:readline";

/** A contender in a process of its own, which waits for rounds. */
export class ContenderProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(
    readonly name: string,
    command: readonly string[],
    readonly path: string,
    /** Events in a round. */
    readonly count: number,
  ) {
    const [program = "", ...args] = command;
    this.#child = spawn(program, [...args, path], { stdio: ["pipe", "pipe", "inherit"] });
    if (this.#child.stdout === null) throw new Error("no standard output");
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** Whether it has started. */
  async isReady(): Promise<boolean> {
    const { value } = await this.#lines.next();
    return value === "ready";
  }

  /** Microseconds for an event. */
  async round(): Promise<number> {
    this.#child.stdin?.write(`${this.count}\n`);
    const { value } = await this.#lines.next();
    const time = Number(value) / this.count;
    if (!(time > 0)) throw new Error(`${this.name} ended early`);
    // Every round starts with an empty file, so that all have the same conditions.
    if (existsSync(this.path)) truncateSync(this.path);
    return time;
  }

  end(): void {
    this.#child.stdin?.end();
    this.#child.kill();
    rmSync(this.path, { force: true });
  }
}
