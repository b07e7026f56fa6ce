import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorInWords, errorName, readRegularFile } from "@metric-events/system";
import { LogrotateSetupError } from "./logrotate-setup-error.js";
import { isBlock, type LogrotateBlock, type LogrotateDirective, parseLogrotate } from "./logrotate-syntax.js";
import { defaultTaboo, isTaboo, tabooAfter } from "./taboo.js";

interface PlacedBlock {
  readonly block: LogrotateBlock;
  /** The defaults before the block. Later ones do not apply to it. */
  readonly defaults: readonly LogrotateDirective[];
  /** Why logrotate skips the block. */
  refusal: LogrotateDirective | undefined;
}

interface Config {
  readonly defaults: LogrotateDirective[];
  readonly blocks: PlacedBlock[];
  taboo: readonly string[];
}

const maxIncludeDepth = 8;

/**
 * The blocks of a configuration and of all files that it includes, in their order.
 *
 * @throws {LogrotateSetupError} with the code `config-not-read`.
 */
export function readLogrotate(configPath: string): readonly PlacedBlock[] {
  const config: Config = { defaults: [], blocks: [], taboo: defaultTaboo };
  readInto(config, configPath, 0);
  return config.blocks;
}

function readInto(config: Config, file: string, depth: number): void {
  if (depth > maxIncludeDepth) return;
  const firstIndex = config.blocks.length;
  const items = parseLogrotate(readText(file), file);
  for (const item of items) {
    if (isBlock(item)) {
      const refusal = item.directives.find(({ isRefused }) => isRefused);
      config.blocks.push({ block: item, defaults: [...config.defaults], refusal });
    } else if (item.name === "include") {
      for (const included of filesOf(item.argument, config.taboo)) readInto(config, included, depth + 1);
    } else if (item.name === "tabooext" || item.name === "taboopat") {
      config.taboo = tabooAfter(item.name, item.argument, config.taboo);
    } else config.defaults.push(item);
  }
  // For one outside of blocks, logrotate skips the whole file, with what it includes.
  const refusal = items.find((item): item is LogrotateDirective => !isBlock(item) && item.isRefused);
  for (const placed of config.blocks.slice(firstIndex)) placed.refusal ??= refusal;
}

function filesOf(path: string, taboo: readonly string[]): string[] {
  try {
    if (!statSync(path, { bigint: true }).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => !isTaboo(name, taboo))
      .toSorted()
      .map((name) => join(path, name))
      .filter((file) => statSync(file, { bigint: true }).isFile());
  } catch (cause) {
    throw notRead(path, cause);
  }
}

function readText(file: string): string {
  try {
    return new TextDecoder().decode(readRegularFile(file));
  } catch (cause) {
    throw notRead(file, cause);
  }
}

function notRead(path: string, cause: unknown): LogrotateSetupError {
  const advice =
    errorName(cause) === "ENOENT" ? "Is logrotate installed? Otherwise name its configuration." : "Read it as root.";
  const message = `Cannot read the logrotate configuration ${path}: ${errorInWords(cause)}. ${advice}`;
  return new LogrotateSetupError(message, { code: "config-not-read", cause });
}
