import { dirname, resolve } from "node:path";
import { statPath } from "@metric-events/system";
import type { Context } from "../context.js";
import { findConfig } from "./find-config.js";

/**
 * Folder of the schema files that a command works on: the one that the user names, else the one in the config file, else `schemas`
 * beside the config file or, without one, in the working directory. It need not exist.
 */
export async function schemasFolder(schemasDir: string | undefined, context: Context): Promise<string> {
  if (schemasDir !== undefined) return resolve(context.cwd, schemasDir);
  const config = await findConfig(context);
  return config?.schemas ?? resolve(config === undefined ? context.cwd : dirname(config.file), "schemas");
}

/** The same for commands that need no schema files: `undefined` where nobody names a folder and there is no `schemas`. */
export async function ownSchemas(schemasDir: string | undefined, context: Context): Promise<string | undefined> {
  const folder = await schemasFolder(schemasDir, context);
  const isNamed = schemasDir !== undefined || (await findConfig(context))?.schemas !== undefined;
  return isNamed || statPath(folder)?.isDirectory() === true ? folder : undefined;
}
