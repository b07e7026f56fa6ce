/** A key of an indented text: what follows it on its line, and the keys below it. */
export interface Indented {
  readonly value: string;
  readonly below: ReadonlyMap<string, Indented>;
}

const none: ReadonlyMap<string, Indented> = new Map();

class Entry implements Indented {
  readonly value: string;
  /** Made for the first key below, since a hostile file has millions of keys without any. */
  #below: Map<string, Indented> | undefined;

  constructor(value: string) {
    this.value = value;
  }

  get below(): ReadonlyMap<string, Indented> {
    return this.#below ?? none;
  }

  add(key: string, entry: Entry): void {
    this.#below ??= new Map();
    this.#below.set(key, entry);
  }
}

/**
 * Reads the maps of a text that a program indents by blanks, a key to a line, as pnpm writes its lock file: a fraction of YAML. A parser of all of
 * YAML takes seconds for the lock file of a large repository, and there is one in each release.
 */
export function parseIndented(text: string): ReadonlyMap<string, Indented> {
  const top = new Entry("");
  const open: { readonly indent: number; readonly entry: Entry }[] = [{ indent: -1, entry: top }];
  for (const line of text.split("\n")) {
    const content = line.trimStart();
    const entry = entryOf(content.trimEnd());
    if (entry === undefined) continue;
    const indent = line.length - content.length;
    while (open.length > 1 && (open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const added = new Entry(entry.value);
    open.at(-1)?.entry.add(entry.key, added);
    open.push({ indent, entry: added });
  }
  return top.below;
}

/** `'@acme/envelope': 1.0.0`, `version: 1.0.0`, `'@acme/envelope@1.0.0':` */
function entryOf(line: string): { readonly key: string; readonly value: string } | undefined {
  const [quote = ""] = line;
  if (quote === "" || quote === "#" || quote === "-") return undefined;
  const isQuoted = quote === "'" || quote === '"';
  const end = isQuoted ? line.indexOf(`${quote}:`, 1) : separator(line);
  if (end === -1) return undefined;
  const key = isQuoted ? line.slice(1, end) : line.slice(0, end);
  return { key, value: unquoted(line.slice(end + (isQuoted ? 2 : 1)).trim()) };
}

/** Of the colon after a plain key, which may have colons itself. */
function separator(line: string): number {
  const within = line.indexOf(": ");
  if (within !== -1) return within;
  return line.endsWith(":") ? line.length - 1 : -1;
}

function unquoted(value: string): string {
  const [quote = ""] = value;
  return (quote === "'" || quote === '"') && value.length > 1 && value.endsWith(quote) ? value.slice(1, -1) : value;
}
