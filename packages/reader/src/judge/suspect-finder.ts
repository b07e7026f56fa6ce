import {
  type Catalogue,
  type Event,
  type EventDefinition,
  eventNameOf,
  type JudgedNumber,
  judgedNumbers,
  plausibleTimes,
  type Scan,
  type Suspect,
  suspectNumber,
  suspectsIn,
  suspectTime,
  unitsPerSecond,
} from "@metric-events/runtime";
import type { EventScanner } from "./event-scanner.js";
import { PastTimes } from "./past-times.js";

/** Something that looks wrong in valid events of a batch: the same of each. Plain data. */
export interface SuspectLines extends Suspect {
  readonly eventName: string;
  /** The first ones, from 1 within the batch. The value is that of the first. */
  readonly lines: readonly number[];
  readonly count: number;
}

/** Lines that a result names for one thing, so that it stays small. */
export const maxSuspectLines = 3;

/** Finds what looks wrong in valid events. Most have nothing, so that only comparisons of numbers are made for each. */
export class SuspectFinder {
  readonly #catalogue: Catalogue;
  readonly #now: number;
  readonly #hasTextTimes: boolean;
  readonly #pastTimes: PastTimes;
  /** In the unit of the log. */
  readonly #firstTime: number;
  readonly #lastTime: number;
  /** By definition; made at its first event. */
  readonly #plans: (ScanPlan | undefined)[] = [];
  readonly #numbers = new Map<string, readonly JudgedNumber[]>();
  #found = new Map<string, { suspect: Suspect; eventName: string; lines: number[]; count: number }>();

  /** @param now Unix time in seconds. */
  constructor(catalogue: Catalogue, now: number) {
    this.#catalogue = catalogue;
    this.#now = now;
    this.#pastTimes = new PastTimes(now);
    const { timeKind } = catalogue.envelope;
    const units = timeKind === "date-time" ? 1 : unitsPerSecond[timeKind];
    const [first, last] = plausibleTimes(now);
    this.#hasTextTimes = timeKind === "date-time";
    this.#firstTime = first * units;
    this.#lastTime = last * units;
  }

  add(event: Event, line: number): void {
    const { envelope } = this.#catalogue;
    const eventName = eventNameOf(event, envelope);
    const numbers = this.#numbersOf(eventName);
    for (const suspect of suspectsIn(event, { envelope, numbers, now: this.#now }))
      this.#note(suspect, eventName, line);
  }

  addScanned(scanner: EventScanner, line: number): void {
    const { definition, found } = scanner;
    const plan = (this.#plans[definition] ??= this.#planOf(definition));
    const { scanned, least } = plan;
    for (let index = 0; index < scanned.length; index++) {
      const field = scanned[index] as number;
      // The number of an absent field is that of an earlier event.
      if ((found.numbers[field] as number) >= (least[index] as number) && (found.starts[field] as number) >= 0) {
        const number = plan.numbers[index] as JudgedNumber;
        this.#note(suspectNumber(number, found.numbers[field] as number), plan.eventName, line);
      }
    }
    if (this.#isPlausible(found, plan.timeField)) return;
    this.#note(suspectTime(scanner.time, this.#catalogue.envelope, this.#now), plan.eventName, line);
  }

  /** Whether a time needs no closer look. */
  #isPlausible(found: Scan, field: number): boolean {
    if (this.#hasTextTimes) return this.#pastTimes.has(found, field);
    const time = found.numbers[field] as number;
    return time >= this.#firstTime && time <= this.#lastTime;
  }

  /** What was found since the last call, in the order in which it was met. */
  take(): readonly SuspectLines[] {
    const found = [...this.#found.values()].map(({ suspect, ...where }) => ({ ...suspect, ...where }));
    if (found.length > 0) this.#found = new Map();
    return found;
  }

  #numbersOf(eventName: string): readonly JudgedNumber[] {
    const known = this.#numbers.get(eventName);
    if (known !== undefined) return known;
    const definition = this.#catalogue.definitions[this.#catalogue.eventNames.indexOf(eventName)];
    const numbers = definition === undefined ? [] : judgedNumbers(definition);
    this.#numbers.set(eventName, numbers);
    return numbers;
  }

  #planOf(definition: number): ScanPlan {
    const { eventName, scanner, envelope } = this.#catalogue.definitions[definition] as EventDefinition;
    const indexOf = (names: readonly string[]): number => {
      const path = names.join("\0");
      return scanner?.fields.findIndex((field) => field.path.join("\0") === path) ?? -1;
    };
    const numbers = this.#numbersOf(eventName);
    return {
      eventName,
      numbers,
      scanned: Int32Array.from(numbers, ({ names }) => indexOf(names)),
      least: Float64Array.from(numbers, ({ least }) => least),
      timeField: indexOf([envelope.timeField]),
    };
  }

  #note(suspect: Suspect | undefined, eventName: string, line: number): void {
    if (suspect === undefined) return;
    const key = `${eventName} ${suspect.code} ${suspect.field}`;
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, { suspect, eventName, lines: [line], count: 1 });
      return;
    }
    known.count++;
    if (known.lines.length < maxSuspectLines) known.lines.push(line);
  }
}

/** Where a scanner leaves what is judged of an event. */
interface ScanPlan {
  readonly eventName: string;
  readonly numbers: readonly JudgedNumber[];
  /** The field of each number. */
  readonly scanned: Int32Array;
  /** Smaller numbers are right, in the same order. */
  readonly least: Float64Array;
  readonly timeField: number;
}
