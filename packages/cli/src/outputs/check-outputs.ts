import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileIdentity } from "@metric-events/reader";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { findConfig } from "../schemas/find-config.js";
import { ownSchemas } from "../schemas/folders.js";

/** A file that a command writes. */
export interface WrittenFile {
  /** What named it, such as `--out`. */
  readonly flag: string;
  readonly name: string;
}

/** A file that a command reads. */
export interface ConsumedFile {
  /** As a message goes on after "alerts.json": "has the rules", say. */
  readonly role: string;
  readonly name: string;
}

/**
 * Refuses outputs that are one file, or a file that the command reads: the schemas, the config file, or another one, by whatever path or link.
 *
 * @throws {UsageError}
 */
export async function checkOutputs(
  outputs: readonly WrittenFile[],
  inputs: readonly ConsumedFile[],
  schemas: string | undefined,
  context: Context,
): Promise<void> {
  const known = new Map<string, WrittenFile>();
  for (const output of outputs) {
    const place = await placeOf(resolve(context.cwd, output.name));
    const other = known.get(place);
    if (other !== undefined) {
      throw new UsageError(
        `${output.flag}: ${output.name} is also the file of ${other.flag}${otherName(output, other)}; name another file`,
      );
    }
    known.set(place, output);
  }
  const existing = outputs.filter(({ name }) => existsSync(resolve(context.cwd, name)));
  if (existing.length === 0) return;
  for (const input of [...inputs, ...(await projectFiles(schemas, context))]) {
    const output = known.get(await placeOf(resolve(context.cwd, input.name)));
    if (output === undefined) continue;
    throw new UsageError(`${output.flag}: ${output.name} ${input.role}${otherName(output, input)}; name another file`);
  }
}

function otherName(one: { readonly name: string }, other: { readonly name: string }): string {
  return one.name === other.name ? "" : ` (${other.name})`;
}

/** The same text for all names of one file, also before it exists. */
async function placeOf(path: string): Promise<string> {
  const identity = await fileIdentity(path);
  if (identity !== undefined) return identity;
  const folder = dirname(path);
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

async function projectFiles(schemas: string | undefined, context: Context): Promise<ConsumedFile[]> {
  const config = (await findConfig(context))?.file;
  const files: ConsumedFile[] = config === undefined ? [] : [{ role: "is the config file", name: config }];
  const folder = await ownSchemas(schemas, context);
  if (folder === undefined) return files;
  const { bundleName, findSchemaFiles } = await import("@metric-events/schema");
  const paths = [...findSchemaFiles(folder).files, bundleName];
  return [...files, ...paths.map((path) => ({ role: "holds schemas", name: join(folder, path) }))];
}
