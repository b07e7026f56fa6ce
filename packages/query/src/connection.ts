import { setTimeout as sleep } from "node:timers/promises";
import type {
  DuckDBConnection,
  DuckDBExtractedStatements,
  DuckDBMaterializedResult,
  DuckDBResult,
  DuckDBResultReader,
} from "@duckdb/node-api";

const interruptEveryMs = 20;

/**
 * A connection that can be closed at any time. Closing a DuckDB connection while a statement runs can block forever, so this one first
 * interrupts the statement and waits for its end.
 */
export class Connection {
  readonly #connection: DuckDBConnection;
  readonly #pending = new Set<Promise<unknown>>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  run(sql: string): Promise<DuckDBMaterializedResult> {
    return this.during(this.#connection.run(sql));
  }

  runAndReadAll(sql: string): Promise<DuckDBResultReader> {
    return this.during(this.#connection.runAndReadAll(sql));
  }

  stream(sql: string): Promise<DuckDBResult> {
    return this.during(this.#connection.stream(sql));
  }

  extractStatements(sql: string): Promise<DuckDBExtractedStatements> {
    return this.during(this.#connection.extractStatements(sql));
  }

  /** Registers work that `close` interrupts and waits for. */
  during<Result>(work: Promise<Result>): Promise<Result> {
    const settled = Promise.allSettled([work]);
    this.#pending.add(settled);
    void settled.finally(() => this.#pending.delete(settled));
    return work;
  }

  interrupt(): void {
    this.#connection.interrupt();
  }

  async close(): Promise<void> {
    while (this.#pending.size > 0) {
      // Repeated, because an interrupt does not affect a statement that begins after it.
      this.#connection.interrupt();
      await Promise.race([Promise.all(this.#pending), sleep(interruptEveryMs, undefined, { ref: false })]);
    }
    this.#connection.closeSync();
  }
}
