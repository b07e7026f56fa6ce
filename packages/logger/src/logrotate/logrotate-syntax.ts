/** A directive and where it stands. */
export interface LogrotateDirective {
  readonly name: string;
  /** What stands behind it on its line; of a script, the script. */
  readonly argument: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The directives for some logs. */
export interface LogrotateBlock {
  /** Paths, or patterns of them as of glob(7). */
  readonly patterns: readonly string[];
  readonly directives: readonly LogrotateDirective[];
  readonly file: string;
  readonly line: number;
}

/** What a logrotate configuration says, in its order. */
type LogrotateItem = LogrotateDirective | LogrotateBlock;

const scripts = new Set(["prerotate", "postrotate", "firstaction", "lastaction", "preremove"]);

/** Reads a configuration of logrotate(8), as far as its blocks, directives and scripts go. */
export function parseLogrotate(text: string, file: string): LogrotateItem[] {
  const items: LogrotateItem[] = [];
  let patterns: string[] = [];
  let block: { patterns: readonly string[]; directives: LogrotateDirective[]; file: string; line: number } | undefined;
  let script: string[] | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    let rest = raw.trim();
    if (script !== undefined) {
      if (rest === "endscript") {
        const list = block?.directives ?? items;
        const directive = list.pop();
        if (directive !== undefined && !isBlock(directive)) list.push({ ...directive, argument: script.join("\n") });
        script = undefined;
      } else script.push(rest);
      continue;
    }
    if (rest.startsWith("#")) rest = "";
    while (rest !== "") {
      if (block === undefined && /^["'/]/.test(rest)) {
        const { word, behind } = firstWord(rest);
        patterns.push(word);
        rest = behind;
      } else if (rest.startsWith("{")) {
        block = { patterns, directives: [], file, line };
        items.push(block);
        patterns = [];
        rest = rest.slice(1).trim();
      } else if (rest.startsWith("}")) {
        block = undefined;
        rest = rest.slice(1).trim();
      } else {
        const [, name = "", argument = ""] = /^([^\s=]+)[\s=]*([^}#]*)/.exec(rest) ?? [];
        const list: LogrotateItem[] = block?.directives ?? items;
        list.push({ name, argument: argument.trim(), file, line });
        if (scripts.has(name)) script = [];
        rest = /\}\s*$/.test(rest) && script === undefined ? "}" : "";
      }
    }
  }
  return items;
}

export function isBlock(item: LogrotateItem): item is LogrotateBlock {
  return "patterns" in item;
}

function firstWord(text: string): { word: string; behind: string } {
  const [whole = text, double, single, bare] = /^(?:"([^"]*)"|'([^']*)'|((?:\\.|[^\s{\\])+))/.exec(text) ?? [];
  // What is escaped but a blank, such as a star, is the pattern's concern.
  return {
    word: double ?? single ?? bare?.replaceAll(/\\(\s)/g, "$1") ?? whole,
    behind: text.slice(whole.length).trim(),
  };
}
