import { resolve } from "node:path";
import { type PriceSettings, type Prices, pricesFileRule, resolvePrices } from "@metric-events/report";
import type { Catalogue } from "@metric-events/runtime";
import { readTextFile, systemReason } from "@metric-events/system";
import type { Context } from "../context.js";
import { EnvironmentError } from "../errors.js";
import { parseSettings } from "../schemas/settings-file.js";

const maxPricesBytes = 1024 * 1024;

/**
 * The prices of a file.
 *
 * @param name of the file, as the user gives it.
 * @throws {UsageError} for mistakes, with their places.
 * @throws {EnvironmentError} for a file that cannot be read.
 */
export async function pricesOf(name: string, catalogue: Catalogue, { cwd }: Pick<Context, "cwd">): Promise<Prices> {
  const file = parseSettings(readPrices(resolve(cwd, name), name).replace(/^\uFEFF/, ""), name, "the prices");
  const mistakes = pricesFileRule.mistakes(file.value, []);
  if (mistakes.length > 0) throw await file.error(mistakes);
  const resolved = resolvePrices(file.value as PriceSettings, catalogue);
  if ("mistakes" in resolved) throw await file.error(resolved.mistakes);
  return resolved.prices;
}

function readPrices(path: string, name: string): string {
  try {
    return readTextFile(path, maxPricesBytes);
  } catch (error) {
    throw new EnvironmentError(`--prices: cannot read ${name}: ${systemReason(error)}`, { cause: error });
  }
}
