import { argumentRules, flags, outsideOnly, scripts } from "./directives.js";

/** A directive and its place. */
export interface LogrotateDirective {
  readonly name: string;
  /** The rest of its line. For a script, the script. */
  readonly argument: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Whether logrotate refuses it, and with it the whole block or file. */
  readonly isRefused: boolean;
}

/** The directives for some logs. */
export interface LogrotateBlock {
  /** Paths, or patterns as of glob(7). */
  readonly patterns: readonly string[];
  readonly directives: readonly LogrotateDirective[];
  readonly file: string;
  readonly line: number;
}

/** A part of a configuration. */
type LogrotateItem = LogrotateDirective | LogrotateBlock;

interface OpenBlock extends LogrotateBlock {
  readonly directives: LogrotateDirective[];
}

/**
 * Reads the blocks, directives and scripts of a logrotate(8) configuration as logrotate does: a directive that takes an argument
 * takes the rest of its line, even a comment or a brace; after one that takes none, others may follow on its line.
 */
export function parseLogrotate(text: string, file: string): LogrotateItem[] {
  const items: LogrotateItem[] = [];
  let patterns: string[] = [];
  let block: OpenBlock | undefined;
  let script: { readonly directive: LogrotateDirective; readonly lines: string[] } | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    let rest = raw.trim();
    if (script !== undefined) {
      if (rest === "endscript") {
        (block?.directives ?? items).push({ ...script.directive, argument: script.lines.join("\n") });
        script = undefined;
      } else script.lines.push(rest);
      continue;
    }
    while (rest !== "" && !rest.startsWith("#")) {
      if (block === undefined && /^["'/]/.test(rest)) {
        const { word, tail } = firstWord(rest);
        patterns.push(word);
        rest = tail;
      } else if (rest.startsWith("{")) {
        block = { patterns, directives: [], file, line };
        items.push(block);
        patterns = [];
        rest = rest.slice(1).trim();
      } else if (rest.startsWith("}")) {
        block = undefined;
        rest = rest.slice(1).trim();
      } else {
        const { directive, tail } = firstDirective(rest, file, line, block !== undefined);
        if (scripts.has(directive.name)) script = { directive, lines: [] };
        else (block?.directives ?? items).push(directive);
        rest = tail;
      }
    }
  }
  return items;
}

export function isBlock(item: LogrotateItem): item is LogrotateBlock {
  return "patterns" in item;
}

function firstDirective(
  text: string,
  file: string,
  line: number,
  isInBlock: boolean,
): { readonly directive: LogrotateDirective; readonly tail: string } {
  const [whole = text, name = ""] = /^([A-Za-z]*)(?:\s*=)?\s*/.exec(text) ?? [];
  const rest = text.slice(whole.length).trim();
  if (flags.has(name)) return { directive: { name, argument: "", file, line, isRefused: false }, tail: rest };
  const rule = argumentRules.get(name);
  // logrotate ignores the line of an unknown directive, and refuses a line that does not begin with a word.
  const isRefused = rule === undefined ? name === "" : !rule(rest) || (isInBlock && outsideOnly.has(name));
  return { directive: { name, argument: rest, file, line, isRefused }, tail: "" };
}

function firstWord(text: string): { readonly word: string; readonly tail: string } {
  const [whole = text, double, single, bare] = /^(?:"([^"]*)"|'([^']*)'|((?:\\.|[^\s{\\])+))/.exec(text) ?? [];
  // Other escaped characters, such as a star, are left to the pattern.
  return {
    word: double ?? single ?? bare?.replaceAll(/\\(\s)/g, "$1") ?? whole,
    tail: text.slice(whole.length).trim(),
  };
}
