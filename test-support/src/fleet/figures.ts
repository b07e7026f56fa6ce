/** What the lines of a log amount to, computed plainly, for tests to compare with what a report says. */
export interface PlainFigures {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** By numeric field, then by group; all groups together are `""`. */
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, PlainNumbers>>;
  /** By text field, how often each value occurs. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By field, the number of events that have it. */
  readonly present: ReadonlyMap<string, number>;
}

export interface PlainNumbers {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** The value of the latest event. */
  readonly last: number;
}

interface Timed {
  readonly time: number;
  readonly value: number;
}

/** By event, in groups of a field. Reads each line by `JSON.parse` and keeps all values. */
export function plainFigures(lines: Iterable<string>, by: string): ReadonlyMap<string, PlainFigures> {
  const events = new Map<string, Record<string, unknown>[]>();
  for (const line of lines) {
    const event = JSON.parse(line) as Record<string, unknown>;
    const name = String(event["event"]);
    const known = events.get(name);
    if (known === undefined) events.set(name, [event]);
    else known.push(event);
  }
  return new Map([...events].map(([name, own]) => [name, figuresOf(own, by)]));
}

/** The value below which a share of the sorted values lies, by linear interpolation. */
export function plainQuantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
  return low + (high - low) * (position - Math.floor(position));
}

function figuresOf(events: readonly Record<string, unknown>[], by: string): PlainFigures {
  const numbers = new Map<string, Map<string, Timed[]>>();
  const values = new Map<string, Map<string, number>>();
  const present = new Map<string, number>();
  const times: number[] = [];
  for (const event of events) {
    const time = Number(event["timestamp"]);
    times.push(time);
    for (const [field, value] of Object.entries(event)) {
      present.set(field, (present.get(field) ?? 0) + 1);
      if (typeof value === "number" && field !== "timestamp") {
        for (const group of ["", String(event[by])])
          at(at(numbers, field, newMap<Timed[]>), group, newList<Timed>).push({ time, value });
      }
      if (typeof value === "string") {
        const counts = at(values, field, newMap<number>);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }
  times.sort((left, right) => left - right);
  return {
    count: events.length,
    first: times[0] as number,
    last: times.at(-1) as number,
    numbers: new Map(
      [...numbers].map(([field, groups]) => [
        field,
        new Map([...groups].map(([group, all]) => [group, summarized(all)])),
      ]),
    ),
    values,
    present,
  };
}

function summarized(all: readonly Timed[]): PlainNumbers {
  const sorted = all.map(({ value }) => value).toSorted((left, right) => left - right);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => plainQuantile(sorted, share)) as [number, number, number];
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const last = all.reduce((latest, each) => (each.time >= latest.time ? each : latest)).value;
  return { count: sorted.length, min: sorted[0] as number, max: sorted.at(-1) as number, mean, p50, p95, p99, last };
}

function newMap<T>(): Map<string, T> {
  return new Map();
}

function newList<T>(): T[] {
  return [];
}

function at<T>(map: Map<string, T>, key: string, create: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
