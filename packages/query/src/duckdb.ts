import { createRequire } from "node:module";
import type { DuckDBInstance, DuckDBValueConverter, Json } from "@duckdb/node-api";
import { Connection } from "./connection.js";
import { QueryError } from "./query-error.js";
import { literal } from "./sql-names.js";
import { valueConverter } from "./value-converter.js";

/** The tested version; the optional peer dependency in package.json names the same one. */
const version = "1.5.6-r.1";

export interface Database {
  readonly connection: Connection;
  /** Converts result values to JSON. */
  readonly converter: DuckDBValueConverter<Json>;
  close(): Promise<void>;
}

/**
 * @param signal interrupts the running statement, which the process would otherwise wait for.
 * @throws {QueryError} when DuckDB is not installed.
 */
export async function openDatabase(temporaryFolder: string, signal: AbortSignal | undefined): Promise<Database> {
  const duckdb = load();
  const { DuckDBInstance: Instance } = duckdb;
  const instance: DuckDBInstance = await Instance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    temp_directory: temporaryFolder,
    memory_limit: "1GB",
  });
  const connection = new Connection(await instance.connect());
  if (signal?.aborted === true) {
    await connection.close();
    instance.closeSync();
    throw signal.reason;
  }
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  return {
    connection,
    converter: valueConverter(duckdb),
    async close() {
      signal?.removeEventListener("abort", interrupt);
      await connection.close();
      instance.closeSync();
    },
  };
}

/**
 * Opens a file as a database that nobody else may open meanwhile, in any process.
 *
 * @returns closes it.
 */
export async function openDatabaseFile(path: string): Promise<() => void> {
  const { DuckDBInstance: Instance } = load();
  const instance = await Instance.create(path, { threads: "1" });
  return () => instance.closeSync();
}

/** After this, statements can access only these folders: no other files, no network, no settings. */
export async function lockDown({ connection }: Database, folders: readonly string[]): Promise<void> {
  const list = folders.map(literal).join(", ");
  await connection.run(`SET allowed_directories = [${list}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

function load(): typeof import("@duckdb/node-api") {
  try {
    // An import would first scan the module for its exports, which takes as long as reading 10 MB of log.
    return createRequire(import.meta.url)("@duckdb/node-api") as typeof import("@duckdb/node-api");
  } catch (cause) {
    // If only a part of DuckDB is missing, the message names a different module.
    const isMissing = cause instanceof Error && cause.message.startsWith("Cannot find module '@duckdb/node-api'");
    const reason = isMissing ? "which is not installed" : `which cannot be loaded (${String(cause)})`;
    throw new QueryError(
      "no-duckdb",
      `this needs DuckDB, ${reason}; install it next to this command: npm install @duckdb/node-api@${version} (add --global if the command is installed globally)`,
      { cause },
    );
  }
}
