import type { LakePart } from "../manifest/manifest.js";

/** Parts that are read together, and those that no selected event is in. */
export interface BatchPlan {
  /** In the order of days, and then of hosts. */
  readonly batches: readonly (readonly LakePart[])[];
  /** Events of the other parts. */
  readonly leftOut: number;
}

/** How many events are read at once: a batch takes some hundred bytes an event. */
const maxRows = 400_000;
/** Times of parts are in microseconds. */
const tolerance = 1e-3;

export interface PartSelection {
  readonly isWanted: (event: string) => boolean;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export function planBatches(parts: readonly LakePart[], { isWanted, since, until }: PartSelection): BatchPlan {
  const [from, to] = [since ?? Number.NEGATIVE_INFINITY, until ?? Number.POSITIVE_INFINITY];
  const mayMatch = ({ event, first, last }: LakePart): boolean =>
    isWanted(event) &&
    (first === undefined || last === undefined || (last >= from - tolerance && first <= to + tolerance));
  const wanted = parts.filter(mayMatch).toSorted(inOrder);
  const batches: LakePart[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  let [day, host]: readonly (string | undefined)[] = [];
  for (const part of wanted) {
    const isSame = batches.length > 0 && part.day === day && part.host === host;
    if (rows >= maxRows && !isSame) {
      batches.push([]);
      rows = 0;
    }
    batches.at(-1)?.push(part);
    rows += part.rows;
    [day, host] = [part.day, part.host];
  }
  const all = parts.reduce((sum, part) => sum + part.rows, 0);
  return { batches, leftOut: all - wanted.reduce((sum, part) => sum + part.rows, 0) };
}

function inOrder(left: LakePart, right: LakePart): number {
  return compare(left.day, right.day) || compare(left.host, right.host) || compare(left.path, right.path);
}

function compare(left = "", right = ""): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
