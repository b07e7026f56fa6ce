import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isSystemError, makeFolder, readTextFile, replaceFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import { findConfig } from "../schemas/find-config.js";

const maxQueryBytes = 1024 * 1024;
const ending = ".sql";
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** The queries that a project has saved: a file of SQL for each. */
export class SavedQueries {
  /** The folder need not exist. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** In the folder of the config file, else in `queries` beside it or, without one, in the working directory. */
  static async of(context: Context): Promise<SavedQueries> {
    const config = await findConfig(context);
    return new SavedQueries(
      config?.queries ?? resolve(config === undefined ? context.cwd : dirname(config.file), "queries"),
    );
  }

  /** In the order of their names. */
  get names(): readonly string[] {
    try {
      const files = readdirSync(this.folder).filter((file) => file.endsWith(ending));
      return files
        .map((file) => file.slice(0, -ending.length))
        .filter((name) => namePattern.test(name))
        .toSorted();
    } catch (error) {
      if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
      throw new EnvironmentError(`cannot read ${this.folder}: ${systemReason(error)}`, { cause: error });
    }
  }

  /** The SQL of a query; `undefined` when there is none of this name. No SQL is one word. */
  find(name: string): string | undefined {
    const path = this.#pathOf(name);
    return namePattern.test(name) && existsSync(path) ? readQuery(path, path) : undefined;
  }

  /** @throws {UsageError} for a name that no file should have. */
  checkName(name: string): void {
    if (/^(?:select|from|with|values|describe|show|explain)$/i.test(name)) {
      throw new UsageError(`--save: ${name} begins a query, so it cannot name one`);
    }
    if (namePattern.test(name)) return;
    throw new UsageError(
      `--save: expected a name of letters, digits, _ and -, such as slow-jobs, received ${JSON.stringify(name)}`,
    );
  }

  /** Saves a query, also over one of the same name. Returns the path of its file. */
  save(name: string, sql: string): string {
    this.checkName(name);
    const path = this.#pathOf(name);
    try {
      makeFolder(this.folder);
      replaceFile(path, `${sql.trimEnd()}\n`);
    } catch (error) {
      throw new EnvironmentError(`cannot write ${path}: ${systemReason(error)}`, { cause: error });
    }
    return path;
  }

  #pathOf(name: string): string {
    return join(this.folder, `${name}${ending}`);
  }
}

/** The SQL in a file, of at most 1 MiB. */
export function readQuery(path: string, name: string): string {
  try {
    return readTextFile(path, maxQueryBytes).replace(/^\uFEFF/, "");
  } catch (error) {
    throw new EnvironmentError(`cannot read ${name}: ${systemReason(error)}`, { cause: error });
  }
}
