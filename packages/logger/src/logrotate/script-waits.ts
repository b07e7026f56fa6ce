/** Words after which commands may or may not run, up to a word that ends them. */
const openers = new Set(["if", "for", "while", "until", "case", "{", "("]);
const closers = new Set(["fi", "done", "esac", "}", ")"]);

/** Words after which nothing more runs. */
const ends = new Set(["exit", "exec", "return"]);

interface Command {
  readonly words: readonly string[];
  /** What separates it from the next command: `;`, a line end, `&`, `|`, or two of those. */
  readonly separator: string;
}

/**
 * Whether a script of sh(1) certainly waits: it calls sleep(1) on its top level, whatever other commands say. A script that
 * waits in another way is not recognised.
 */
export function isWaitingScript(script: string): boolean {
  let depth = 0;
  let isConditional = false;
  for (const { words, separator } of commandsOf(script)) {
    const [name = "", argument = ""] = words;
    if (openers.has(name) || words.some((word) => word.endsWith("()"))) depth++;
    else if (closers.has(name)) depth = Math.max(0, depth - 1);
    const isAlone = depth === 0 && !isConditional && (separator === ";" || separator === "\n");
    if (isAlone && /^(?:\S*\/)?sleep$/.test(name)) return Number.parseFloat(argument) > 0;
    if (isAlone && ends.has(name)) return false;
    isConditional = separator === "&&" || separator === "||" || separator === "|";
  }
  return false;
}

/** The simple commands of a script, up to a here-document. Quotes are removed from words, comments are left out. */
function commandsOf(script: string): Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  const [text = ""] = script.replaceAll("\\\n", " ").split("<<");
  const tokens = /#[^\n]*|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|"'\\])+|&&|\|\||[;&|\n]|["']/gy;
  const spaced = text.replaceAll(/[ \t]+/g, " ");
  for (let index = 0; index < spaced.length; ) {
    if (spaced[index] === " ") {
      index++;
      continue;
    }
    tokens.lastIndex = index;
    const [token = ""] = tokens.exec(spaced) ?? [];
    // A quote that is never closed.
    if (token === "" || token === '"' || token === "'") break;
    index += token.length;
    if (token.startsWith("#")) continue;
    if (/^[;&|\n]+$/.test(token)) {
      commands.push({ words, separator: token });
      words = [];
    } else words.push(token.replaceAll(/["'\\]/g, ""));
  }
  return [...commands, { words, separator: "\n" }];
}
