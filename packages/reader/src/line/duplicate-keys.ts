/** A name that an object has a second time. */
export interface DuplicateKey {
  /** Of the second one, in UTF-16 code units. */
  readonly index: number;
  readonly name: string;
}

/**
 * The names that objects of a text have twice, in the order of the text. JSON.parse keeps the last of them and other readers the
 * first, or none (RFC 8259, section 4).
 *
 * @param text JSON that `data` was made of.
 */
export function duplicateKeys(text: string, data: unknown): readonly DuplicateKey[] {
  // Colons behind quotes are counted much faster than names are read. They are as many as names, if neither space stands in
  // front of a colon nor a string holds such a pair.
  return colonsIn(text) === namesIn(data) ? [] : findDuplicates(text);
}

function colonsIn(text: string): number {
  let colons = 0;
  // One character is found twice as fast as two.
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1))
    if (text.charCodeAt(at - 1) === quote) colons++;
  return colons;
}

const quote = 0x22;

/** How many names all objects of a value have. Of what is nested too deeply for calls, nobody knows. */
function namesIn(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maxDepth) return Number.NaN;
  let names = 0;
  for (const key in value) {
    if (!Array.isArray(value)) names++;
    const member: unknown = Reflect.get(value, key);
    if (typeof member === "object") names += namesIn(member, depth + 1);
  }
  return names;
}

const maxDepth = 100;

/** Reads only strings and brackets, since the text is known to be JSON. */
function findDuplicates(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  /** The names of the objects around; `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index++) {
    switch (text[index]) {
      case "{":
        open.push(new Set());
        break;
      case "[":
        open.push(undefined);
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, index);
        const names = open.at(-1);
        if (names !== undefined && isName(text, end)) {
          const name: string = JSON.parse(text.slice(index, end));
          if (names.has(name)) found.push({ index, name });
          names.add(name);
        }
        index = end - 1;
        break;
      }
      default:
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}

function isName(text: string, end: number): boolean {
  let index = end;
  while (/\s/.test(text[index] ?? "")) index++;
  return text[index] === ":";
}
