interface Hint {
  /** What the message says without a suggestion, such as `expected one of a, b`. Default: nothing. */
  readonly otherwise?: string;
  /** Writes the name as the user has to. Default: in quotes. */
  readonly write?: (name: string) => string;
}

/** The end of a message about an unknown name, such as `; did you mean "flavor"?`, from what {@link suggest} found. */
export function didYouMean(suggestion: string | undefined, { otherwise, write = JSON.stringify }: Hint = {}): string {
  if (suggestion !== undefined) return `; did you mean ${write(suggestion)}?`;
  return otherwise === undefined ? "" : `; ${otherwise}`;
}

/** Longer names are not misspelt ones; to compare them would take seconds for each candidate. */
const maxLength = 200;

/**
 * The candidate that a misspelt name probably means: one that differs only in case and separators, else the nearest by edits: at most
 * one for every three letters. `undefined` if none is near.
 */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  return createSuggester(candidates)(name);
}

/** {@link suggest} for many names and the same candidates. */
export function createSuggester(candidates: readonly string[]): (name: string) => string | undefined {
  const others = candidates.map((candidate) => ({ candidate, letters: normalize(candidate) }));
  return (name) => {
    if (name.length > maxLength) return undefined;
    const letters = normalize(name);
    let best: string | undefined;
    let bestDistance = Math.max(1, Math.floor(letters.length / 3)) + 1;
    for (const other of others) {
      // Each letter that one has more than the other is an edit.
      if (Math.abs(letters.length - other.letters.length) >= bestDistance) continue;
      const distance = editDistance(letters, other.letters, bestDistance);
      if (distance < bestDistance) {
        best = other.candidate;
        bestDistance = distance;
      }
    }
    return best;
  };
}

/** Names that a message lists. */
const maxListed = 12;

/**
 * Names for a message, such as `order_placed, order_paid and 40 more`: of many, those that are most like the one that was given.
 *
 * @param write how each is written. Default: as it is.
 */
export function listNames(
  names: readonly string[],
  given?: string,
  write: (name: string) => string = (name) => name,
): string {
  if (names.length <= maxListed) return names.map(write).join(", ");
  const shown = (given === undefined ? names : nearestFirst(names, given)).slice(0, maxListed);
  return `${shown.map(write).join(", ")} and ${names.length - shown.length} more`;
}

function nearestFirst(names: readonly string[], given: string): readonly string[] {
  if (given.length > maxLength) return names;
  const letters = normalize(given);
  const distances = names.map((name) => {
    const other = normalize(name);
    return { name, distance: editDistance(letters, other, Math.max(letters.length, other.length)) };
  });
  return distances.toSorted((left, right) => left.distance - right.distance).map(({ name }) => name);
}

function normalize(name: string): string {
  return isNormal.test(name) ? name : name.toLowerCase().replaceAll(/[\s._-]/g, "");
}

const isNormal = /^[a-z\d]*$/;

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964). From `limit` on, any number that
 * is not less.
 */
function editDistance(left: string, right: string, limit: number): number {
  // What both begin and end with needs no edit, and is most of a misspelt name.
  let start = 0;
  while (start < left.length && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left.charCodeAt(leftEnd - 1) === right.charCodeAt(rightEnd - 1)) {
    leftEnd--;
    rightEnd--;
  }
  return distanceBetween(left.slice(start, leftEnd), right.slice(start, rightEnd), limit);
}

function distanceBetween(left: string, right: string, limit: number): number {
  if (left === "" || right === "") return left.length + right.length;
  const width = right.length + 1;
  let [beforePrevious, previous, current] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  for (let column = 0; column < width; column++) previous[column] = column;
  let leastBefore = 0;
  for (let row = 1; row <= left.length; row++) {
    const letter = left.charCodeAt(row - 1);
    current[0] = row;
    let [distance, least] = [row, row];
    for (let column = 1; column < width; column++) {
      const substitution = (previous[column - 1] as number) + (letter === right.charCodeAt(column - 1) ? 0 : 1);
      distance = Math.min(substitution, (previous[column] as number) + 1, distance + 1);
      const isSwap =
        row > 1 &&
        column > 1 &&
        letter === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1);
      if (isSwap) distance = Math.min(distance, (beforePrevious[column - 2] as number) + 1);
      current[column] = distance;
      if (distance < least) least = distance;
    }
    // Every later distance is one of these, or more.
    if (least >= limit && leastBefore + 1 >= limit) return limit;
    leastBefore = least;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return previous[right.length] as number;
}
