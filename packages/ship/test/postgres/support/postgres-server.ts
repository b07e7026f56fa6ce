import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
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
  #port = 5432;
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

  async start(more: readonly string[] = [], port = 5432): Promise<void> {
    this.#port = port;
    const options = [
      "-c",
      "listen_addresses=",
      "-c",
      `unix_socket_directories=${this.folder}`,
      "-c",
      `fsync=${this.#fsync}`,
      ...more,
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
    const client = new pg.Client({ host: this.folder, port: this.#port, user: "tester", database: "postgres" });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  /**
   * Takes connections of TLS alone, on a free port of 127.0.0.1.
   *
   * @returns the port.
   */
  async listenWithTls({ cert, key }: { readonly cert: string; readonly key: string }): Promise<number> {
    const files = { "server.crt": cert, "server.key": key };
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.#data, name);
      writeFileSync(file, text, { mode: 0o600 });
      if (isRoot) chownSync(file, nobody, nobody);
    }
    writeFileSync(join(this.#data, "pg_hba.conf"), "local all all trust\nhostssl all all 127.0.0.1/32 trust\n");
    const port = await freePort();
    await this.stop();
    await this.start(["-c", "listen_addresses=127.0.0.1", "-c", `port=${port}`, "-c", "ssl=on"], port);
    return port;
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

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isRoot = process.getuid?.() === 0;

/** Bound last: a change of the user unbinds. */
function asUser(name: string, args: readonly string[]): [program: string, args: readonly string[]] {
  const [program, rest] = bound(join(programs ?? "", name), args);
  if (!isRoot) return [program, rest];
  return ["setpriv", [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", program, ...rest]];
}
