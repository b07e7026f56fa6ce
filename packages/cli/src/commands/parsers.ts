import { InvalidArgumentError } from "commander";

/** A whole number ≥ `minimum`, for options. */
export function parseCount(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= minimum) return value;
    throw new InvalidArgumentError(`Expected a whole number ≥ ${minimum}.`);
  };
}

/** The path of a file or folder, for options and arguments. An empty one is refused: it comes from an unset variable. */
export function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("Expected a path, received an empty string.");
  return text;
}

/** A name, for options. An empty one comes from an unset variable. */
export function parseName(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("Expected a name, received an empty string.");
  return text;
}

/** Collects the paths of an argument or option that may be repeated. */
export function collectPaths(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, parsePath(text)];
}

/** Collects the values of an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
