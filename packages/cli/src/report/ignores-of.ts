import { type FindingIgnore, ignoreMistakes } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { findConfig } from "../schemas/find-config.js";

/**
 * The findings that the config file silences.
 *
 * @throws {UsageError} where the schemas do not have what they are about; the message has the places in the file.
 */
export async function ignoresOf(catalogue: Catalogue, context: Context): Promise<readonly FindingIgnore[]> {
  const config = await findConfig(context);
  const ignore = config?.report?.ignore ?? [];
  const mistakes = ignoreMistakes(ignore, catalogue);
  if (config !== undefined && mistakes.length > 0) throw await config.error(mistakes);
  return ignore;
}
