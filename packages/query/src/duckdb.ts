import { createRequire } from "node:module";
import type { DuckDBInstance, DuckDBValueConverter, Json } from "@duckdb/node-api";
import { Connection } from "./connection.js";
import { QueryError } from "./query-error.js";
import { literal } from "./sql-names.js";
import { valueConverter } from "./value-converter.js";

/** The version that this one was tried with. package.json has it as an optional peer. */
const version = "1.5.6-r.1";

export interface Database {
  readonly connection: Connection;
  /** What is printed for the values of results. */
  readonly converter: DuckDBValueConverter<Json>;
  close(): Promise<void>;
}

/**
 * @param signal ends what the database is doing, which the process would wait for otherwise.
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

/** From here on, no statement reaches a file outside of these folders, nor the network, nor the settings. */
export async function lockDown({ connection }: Database, folders: readonly string[]): Promise<void> {
  const list = folders.map(literal).join(", ");
  await connection.run(`SET allowed_directories = [${list}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
}

function load(): typeof import("@duckdb/node-api") {
  try {
    // Imported, it would be searched for its exports first, which takes as long as reading 10 MB of log.
    return createRequire(import.meta.url)("@duckdb/node-api") as typeof import("@duckdb/node-api");
  } catch (cause) {
    // Of a part of it that is missing, the message names another module.
    const isMissing = cause instanceof Error && cause.message.startsWith("Cannot find module '@duckdb/node-api'");
    const reason = isMissing ? "which is not installed" : `which cannot be loaded (${String(cause)})`;
    throw new QueryError(
      "no-duckdb",
      `this needs DuckDB, ${reason}; install it beside this command: npm install @duckdb/node-api@${version} (with --global when the command is global)`,
      { cause },
    );
  }
}
