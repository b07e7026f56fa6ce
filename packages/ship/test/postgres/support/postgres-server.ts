import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bound, hasTool, until } from "@metric-events/test-support";
import pg from "pg";

/** Where Debian has the programs of servers, by version. */
const versions = "/usr/lib/postgresql";
/** The user `nobody` of Debian: a server refuses to run as root. */
const nobody = 65_534;

/** The programs of a server to test with. Without one, tests are skipped, with a line that says so. */
const programs = programsOfServer();
export const hasPostgres = programs !== undefined;

function programsOfServer(): string | undefined {
  // On the path there are only those that ask for a version; with them, there is one.
  if (!hasTool("pg_ctlcluster", "postgresql")) return undefined;
  const newest = readdirSync(versions)
    .toSorted((left, right) => Number(left) - Number(right))
    .at(-1);
  return newest === undefined ? undefined : join(versions, newest, "bin");
}

/** A server of its own, on a socket in a temporary folder. */
export class PostgresServer {
  readonly folder: string;
  readonly #data: string;
  readonly #fsync: "on" | "off";
  #server: ChildProcess | undefined;

  private constructor(folder: string, fsync: "on" | "off") {
    this.#fsync = fsync;
    this.folder = folder;
    this.#data = join(folder, "data");
  }

  /** A server that runs, for the tests of a file; `remove` ends it. */
  static async create(fsync: "on" | "off" = "off"): Promise<PostgresServer> {
    const server = new PostgresServer(realpathSync(mkdtempSync(join(tmpdir(), "metric-events-pg-"))), fsync);
    if (isRoot) chownSync(server.folder, nobody, nobody);
    const [program, args] = asUser("initdb", [
      "-D",
      server.#data,
      "-U",
      "tester",
      "-A",
      "trust",
      "--no-sync",
      "-E",
      "UTF8",
    ]);
    execFileSync(program, args, { stdio: "ignore", cwd: "/" });
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const options = [
      "-c",
      "listen_addresses=",
      "-c",
      `unix_socket_directories=${this.folder}`,
      "-c",
      `fsync=${this.#fsync}`,
    ];
    const [program, args] = asUser("postgres", ["-D", this.#data, ...options]);
    this.#server = spawn(...bound(program, args), { stdio: "ignore", cwd: "/" });
    let isReady = false;
    let isAsking = false;
    await until("the server", () => {
      if (!isAsking && !isReady) {
        isAsking = true;
        void this.query("SELECT 1").then(
          () => (isReady = true),
          () => (isAsking = false),
        );
      }
      return isReady;
    });
  }

  /** Where `collect` adds lines. */
  get url(): string {
    return `postgres:///postgres?host=${encodeURIComponent(this.folder)}&user=tester`;
  }

  async query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new pg.Client({ host: this.folder, user: "tester", database: "postgres" });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** From now on, a user needs a password; all others none. */
  async askForPassword(user: string): Promise<void> {
    const file = join(this.#data, "pg_hba.conf");
    writeFileSync(file, `local all ${user} scram-sha-256\nlocal all all trust\n`);
    await this.query("SELECT pg_reload_conf()");
  }

  /** @param signal SIGINT ends connections, SIGQUIT ends it as a crash would. */
  async stop(signal: NodeJS.Signals = "SIGINT"): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null) return;
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
    this.#server = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const isRoot = process.getuid?.() === 0;

/** Bound last: a change of the user unbinds. */
function asUser(name: string, args: readonly string[]): [program: string, args: readonly string[]] {
  const [program, rest] = bound(join(programs ?? "", name), args);
  if (!isRoot) return [program, rest];
  return ["setpriv", [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", program, ...rest]];
}
