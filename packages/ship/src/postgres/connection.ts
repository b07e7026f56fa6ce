import { printable } from "@metric-events/text";
import { pause } from "../pause.js";
import { ShipError } from "../ship-error.js";
import { Client } from "../vendor/pg.js";
import type { ConnectionSettings } from "./connection-settings.js";
import { failureOf } from "./failure.js";
import type { SqlDatabase } from "./sql/create-tables.js";

/** Times of attempts. */
export interface DatabasePatience {
  readonly firstPauseMs: number;
  readonly mostPauseMs: number;
  /** Without any success. Infinity: never. */
  readonly giveUpMs: number;
}

export interface ConnectionOptions {
  readonly settings: ConnectionSettings;
  readonly patience: DatabasePatience;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => Promise<void> | void;
  readonly onRetry: () => void;
}

const connectMs = 15_000;
/** An insertion takes far less, unless somebody holds a lock on the table. */
const queryMs = 120_000;
const noticeMs = 60_000;
const goodbyeMs = 1000;

/** A connection to PostgreSQL that is made again when it is lost. */
export class DatabaseConnection {
  readonly #options: ConnectionOptions;
  #client: InstanceType<typeof Client> | undefined;
  #isPlain = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** The server and the database, for messages. */
  get name(): string {
    const { host, port, database } = this.#options.settings;
    return printable(`postgres://${host}:${port}/${database}`);
  }

  /**
   * Does some work on the database, and the same again after a while when the server is away, restarts or has no room: so the work has to begin
   * with a transaction, or not to mind.
   *
   * @param onConnect what has to be done on each new connection first.
   * @throws {ShipError} where time changes nothing, or when the patience ends; the reason of the signal; or an error about the data.
   */
  async run<Result>(
    work: (database: SqlDatabase) => Promise<Result>,
    onConnect: (database: SqlDatabase) => Promise<void>,
  ): Promise<Result> {
    const { signal, onNotice } = this.#options;
    const stop = (): void => cutOff(this.#client);
    signal.addEventListener("abort", stop);
    const waiting = { begun: performance.now(), noticedAt: Number.NEGATIVE_INFINITY };
    try {
      for (let failures = 0; ; failures++) {
        signal.throwIfAborted();
        try {
          const result = await work(await this.#connected(onConnect));
          if (failures > 0) await onNotice(`${this.name}: answers again`);
          return result;
        } catch (error) {
          await this.#waitAfter(error, failures, waiting);
        }
      }
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Waits for another attempt, or throws what ends the work. */
  async #waitAfter(
    error: unknown,
    failures: number,
    waiting: { readonly begun: number; noticedAt: number },
  ): Promise<void> {
    const { patience, signal, onNotice, onRetry } = this.#options;
    if (signal.aborted) throw signal.reason;
    if (error instanceof ShipError) throw error;
    const failure = failureOf(error);
    if (failure.kind === "data") throw error;
    await this.close();
    if (failure.kind === "stop")
      throw new ShipError(failure.code, `${this.name}: ${failure.reason}; ${failure.advice}`);
    const pauseMs = Math.min(patience.mostPauseMs, patience.firstPauseMs * 2 ** Math.min(failures, 20));
    const passed = performance.now() - waiting.begun;
    if (passed + pauseMs > patience.giveUpMs) throw this.#givenUp(failure.reason, passed);
    onRetry();
    if (performance.now() - waiting.noticedAt >= noticeMs) {
      waiting.noticedAt = performance.now();
      await onNotice(`${this.name}: ${failure.reason}; trying again`);
    }
    await pause(pauseMs, signal);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    // A server that does not answer does not say goodbye, either.
    const timer = setTimeout(() => cutOff(client), goodbyeMs);
    await client.end().catch(() => {});
    clearTimeout(timer);
  }

  async #connected(onConnect: (database: SqlDatabase) => Promise<void>): Promise<SqlDatabase> {
    if (this.#client !== undefined) return this.#client;
    const client = await this.#connect();
    // An idle connection that breaks is an event; the next statement fails as well.
    client.on("error", () => {
      if (this.#client === client) this.#client = undefined;
    });
    this.#client = client;
    await onConnect(client);
    return client;
  }

  async #connect(): Promise<InstanceType<typeof Client>> {
    const { settings, onNotice } = this.#options;
    const { tls } = settings;
    if (tls !== "prefer")
      return this.#open(tls === "never" ? false : { rejectUnauthorized: tls.isVerified, ...ca(tls.ca) });
    if (this.#isPlain) return this.#open(false);
    try {
      return await this.#open({ rejectUnauthorized: false });
    } catch (error) {
      if (!(error instanceof Error && /does not support SSL/.test(error.message))) throw error;
      this.#isPlain = true;
      if (!isLoopback(settings.host)) {
        await onNotice(
          `${this.name}: has no TLS, so lines travel unencrypted; sslmode=verify-full in the URL refuses that`,
        );
      }
      return this.#open(false);
    }
  }

  async #open(
    ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string },
  ): Promise<InstanceType<typeof Client>> {
    const { host, port, user, password, database } = this.#options.settings;
    const client = new Client({
      host,
      port,
      user,
      database,
      ssl,
      // A function, since the client looks into files by itself for an empty text.
      password: () => password,
      application_name: "metric-events",
      connectionTimeoutMillis: connectMs,
      query_timeout: queryMs,
      keepAlive: true,
    });
    try {
      await client.connect();
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    return client;
  }

  #givenUp(reason: string, passedMs: number): ShipError {
    const seconds = Math.round(passedMs / 1000);
    return new ShipError(
      "unavailable",
      `${this.name}: ${reason}; gave up after ${seconds} s. Nothing is lost: the lines are still in the log, and the next run goes on there`,
    );
  }
}

/** Ends a connection at once, whatever the server does. */
function cutOff(client: InstanceType<typeof Client> | undefined): void {
  // The types of the package leave it out.
  (
    client as { readonly connection?: { readonly stream: { destroy(): void } } } | undefined
  )?.connection?.stream.destroy();
}

function ca(text: string | undefined): { readonly ca?: string } {
  return text === undefined ? {} : { ca: text };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
