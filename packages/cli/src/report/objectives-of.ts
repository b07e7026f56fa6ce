import { type Objective, resolveObjectives } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { findConfig } from "../schemas/find-config.js";

/**
 * The objectives of the config file.
 *
 * @throws {UsageError} where the schemas do not have what they are about; the message has the places in the file.
 */
export async function objectivesOf(catalogue: Catalogue, context: Context): Promise<readonly Objective[]> {
  const config = await findConfig(context);
  if (config?.objectives === undefined) return [];
  const { objectives, mistakes } = resolveObjectives(config.objectives, catalogue);
  if (mistakes.length > 0) throw await config.error(mistakes);
  return objectives;
}
