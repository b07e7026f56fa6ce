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
  if (name.length > maxLength) return undefined;
  const letters = normalize(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(letters.length / 3)) + 1;
  for (const candidate of candidates) {
    const other = normalize(candidate);
    // Each letter that one has more than the other is an edit.
    if (Math.abs(letters.length - other.length) >= bestDistance) continue;
    const distance = editDistance(letters, other);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]/g, "");
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964). */
function editDistance(left: string, right: string): number {
  // What both begin and end with needs no edit, and is most of a misspelt name.
  let start = 0;
  while (start < left.length && left[start] === right[start]) start++;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  return distanceBetween(left.slice(start, leftEnd), right.slice(start, rightEnd));
}

function distanceBetween(left: string, right: string): number {
  if (left === "" || right === "") return left.length + right.length;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      let distance = Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        distance = Math.min(distance, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
