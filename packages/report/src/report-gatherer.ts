import {
  type BadLine,
  type Duplicates,
  type EventOrigin,
  type FaultCode,
  hostConditions,
  parseConditions,
  type ResultPlace,
  type UnreadLog,
} from "@metric-events/reader";
import { type Catalogue, fieldPath, judgeTime } from "@metric-events/runtime";
import type { Zone } from "@metric-events/text";
import type { BatchRows } from "./aggregate/batch-rows.js";
import { BucketGrid, maxBuckets } from "./aggregate/bucket-grid.js";
import { EventAggregate } from "./aggregate/event-aggregate.js";
import { EventPairing, pairingFields } from "./aggregate/event-pairing.js";
import { type GroupField, Grouping } from "./aggregate/grouping.js";
import type { LineExample } from "./aggregate/line-example.js";
import { OriginTable } from "./aggregate/origin-table.js";
import { LinePlaces, type LogPlace } from "./aggregate/place.js";
import { SuspectValues } from "./aggregate/suspect-values.js";
import { type ColumnsResult, type OriginatedColumns, type RoundedNumber, unpack } from "./columns/columns.js";
import { Dictionary } from "./columns/dictionary.js";
import { type EventPlan, planEvent } from "./columns/event-plan.js";
import type { Selection } from "./model/report.js";
import type { Objective } from "./objectives/objective.js";
import { ObjectiveAggregate } from "./objectives/objective-aggregate.js";
import { Signals } from "./signals/signals.js";
import { tooManyBuckets } from "./too-many-buckets.js";
import type { WallClock } from "./wall-clock.js";

export interface ReportPlan {
  readonly selection: Selection;
  /** What measures and counts are broken down by; nothing where events have no dimension. */
  readonly by: readonly GroupField[];
  /** The dimension that most events have. */
  readonly mainDimension: string | undefined;
  /** Chosen from the range of the events when it is not given. */
  readonly bucketSeconds: number | undefined;
  readonly zone: Zone;
  readonly wallClock: WallClock;
  /** Unix time. */
  readonly now: number;
  /** After how many seconds a start without a stop is lost. */
  readonly lostAfter: number;
  /** Those whose events are selected. */
  readonly objectives: readonly Objective[];
}

/** Distinct texts of all dimensions together. */
const maxTexts = 200_000;
const manyOthers = "(more values)";
/** Values of counts that are kept: with more, buckets become wider. */
const maxCells = 1_000_000;
const maxExamples = 20;
const hour = 3600;

/** What a report is made from. */
export interface Gathered {
  readonly plan: ReportPlan;
  readonly grid: BucketGrid;
  /** The text of code 1 and those that follow. */
  readonly texts: readonly string[];
  readonly grouping: Grouping;
  readonly origins: readonly EventOrigin[];
  readonly places: LinePlaces;
  readonly aggregates: readonly EventAggregate[];
  readonly pairings: readonly EventPairing[];
  /** Sums in which anomalies are looked for. */
  readonly signals: Signals;
  /** Events dated after now, and by a clock that was never set. */
  readonly future: SuspectValues;
  readonly unsetClock: SuspectValues;
  readonly objectives: readonly ObjectiveAggregate[];
  readonly bad: number;
  readonly badKinds: ReadonlyMap<FaultCode, number>;
  readonly badExamples: readonly BadLine[];
  readonly unreadLogs: readonly UnreadLog[];
  readonly lines: number;
  /** Lines that stood twice and count once; `undefined` where they were not looked for. */
  readonly duplicates: Duplicates | undefined;
  /** Valid events that the selection leaves out. */
  readonly filtered: number;
  readonly rounded: { readonly count: number; readonly examples: readonly (LogPlace & Omit<RoundedNumber, "line">)[] };
}

/** Gathers what a report needs while logs are read. Its size grows with the number of different things, not with the logs. */
export class ReportGatherer {
  readonly #plan: ReportPlan;
  readonly #grid: BucketGrid;
  readonly #dictionary = new Dictionary();
  readonly #origins = new OriginTable();
  readonly #grouping: Grouping;
  readonly #places = new LinePlaces();
  readonly #aggregates: readonly EventAggregate[];
  readonly #pairings: readonly EventPairing[];
  readonly #signals: Signals;
  readonly #future = new SuspectValues();
  readonly #unsetClock = new SuspectValues();
  readonly #objectives: readonly ObjectiveAggregate[];
  readonly #badExamples: BadLine[] = [];
  readonly #badKinds = new Map<FaultCode, number>();
  readonly #unreadLogs: UnreadLog[] = [];
  #bad = 0;
  #lines = 0;
  #filtered = 0;
  readonly #rounded: (LogPlace & Omit<RoundedNumber, "line">)[] = [];
  #roundedCount = 0;

  constructor(catalogue: Catalogue, plan: ReportPlan) {
    this.#plan = plan;
    this.#grid = new BucketGrid(plan.bucketSeconds, plan.wallClock, plan.now);
    this.#grouping = new Grouping(plan.by, this.#dictionary);
    const plans = catalogue.definitions.map(planEvent);
    this.#aggregates = plans.map((each) => new EventAggregate(each, plan.mainDimension));
    this.#pairings = pairingsOf(plans, plan, catalogue);
    this.#signals = new Signals(plans);
    this.#objectives = plan.objectives.map((each) => new ObjectiveAggregate(each, this.#dictionary));
  }

  /** Everything that was gathered. Nothing can be added after this. */
  finish(duplicates: Duplicates | undefined): Gathered {
    this.#signals.finish();
    return Object.freeze({
      duplicates,
      plan: this.#plan,
      grid: this.#grid,
      texts: this.#dictionary.texts,
      grouping: this.#grouping,
      origins: this.#origins.origins,
      places: this.#places,
      aggregates: this.#aggregates,
      pairings: this.#pairings,
      signals: this.#signals,
      objectives: this.#objectives,
      future: this.#future,
      unsetClock: this.#unsetClock,
      bad: this.#bad,
      badKinds: this.#badKinds,
      badExamples: this.#badExamples,
      unreadLogs: this.#unreadLogs,
      lines: this.#lines,
      filtered: this.#filtered,
      rounded: { count: this.#roundedCount, examples: this.#rounded },
    });
  }

  /** Lines that were read, but for those of results. */
  addLines(count: number): void {
    this.#lines += count;
  }

  badLine(report: BadLine): void {
    this.#bad++;
    this.#badKinds.set(report.code, (this.#badKinds.get(report.code) ?? 0) + 1);
    if (this.#badExamples.length < maxExamples) this.#badExamples.push(report);
  }

  unread(log: UnreadLog): void {
    this.#unreadLogs.push(log);
  }

  result(result: ColumnsResult, { file, origin, linesBefore, lines }: ResultPlace): void {
    this.#lines += lines;
    this.#filtered += result.filtered;
    this.#roundedCount += result.rounded.count;
    for (const { line, ...number } of result.rounded.examples) {
      if (this.#rounded.length < maxExamples) this.#rounded.push({ ...number, file, line: linesBefore + line });
    }
    const codeOf = this.#codesOf(result.dictionary);
    const fileNumber = this.#places.fileOf(file);
    const place = (line: number): number => this.#places.encode(fileNumber, linesBefore + line);
    const events = result.events.map((packed): OriginatedColumns => {
      const columns = unpack(packed);
      return { ...columns, origins: this.#origins.ofRows(columns, result.dictionary, origin) };
    });
    for (const columns of events) {
      const index = this.#aggregates.findIndex(({ plan }) => plan.eventName === columns.eventName);
      const aggregate = this.#aggregates[index];
      if (aggregate === undefined) continue;
      const rows = this.#rowsOf(columns, aggregate.plan, codeOf, place);
      aggregate.add(rows);
      this.#signals.add(index, rows);
    }
    for (const pairing of this.#pairings) pairing.add(events, result.dictionary, codeOf, this.#isPlaced, place);
    const { origins } = this.#origins;
    const batch = { dictionary: result.dictionary, codeOf, origins, isPlaced: this.#isPlaced };
    for (const objective of this.#objectives) objective.add(events, batch);
    while (!this.#grid.isFixed && (this.#grid.isCrowded || this.#hasManyCells)) {
      const widening = this.#grid.widen();
      if (widening === undefined) break;
      for (const aggregate of this.#aggregates) aggregate.widen(widening);
    }
    if (this.#grid.isFixed) this.#checkBuckets();
  }

  get #hasManyCells(): boolean {
    return this.#aggregates.reduce((sum, { cellCount }) => sum + cellCount, 0) > maxCells;
  }

  #checkBuckets(): void {
    if (this.#grid.occupiedCount > maxBuckets) throw tooManyBuckets(this.#grid.occupiedCount);
  }

  #isPlaced = (time: number): boolean => judgeTime(time, this.#plan.now) === undefined;

  #rowsOf(
    columns: OriginatedColumns,
    plan: EventPlan,
    codeOf: Uint32Array,
    place: (line: number) => number,
  ): BatchRows {
    const { times, lines, origins: numbers } = columns;
    const { wallClock, now } = this.#plan;
    const { length } = times;
    const buckets = new Float64Array(length);
    const hours = new Uint8Array(length);
    let occupied = Number.NaN;
    const placeOf = (row: number): number => place(lines[row] as number);
    const exampleOf = (row: number): LineExample => ({
      place: placeOf(row),
      time: times[row] as number,
      origin: numbers[row] as number,
      plan,
      codes: columns.codes.slice(0, plan.dimensions.length).map((codes) => codeOf[codes[row] as number] as number),
    });
    for (let row = 0; row < length; row++) {
      const time = times[row] as number;
      const suspect = judgeTime(time, now);
      if (suspect !== undefined) {
        buckets[row] = Number.NaN;
        const values = suspect === "future" ? this.#future : this.#unsetClock;
        values.note(time, { time, origin: numbers[row] as number, exampleOf }, row);
        continue;
      }
      const bucket = this.#grid.indexOf(time);
      buckets[row] = bucket;
      // Unix time began on a Thursday; the next Monday is four days later.
      hours[row] = (Math.floor(wallClock(time) / hour) + 3 * 24) % 168;
      if (bucket === occupied) continue;
      this.#grid.occupy(bucket);
      occupied = bucket;
    }
    const groups = this.#grouping.ofRows(columns, plan, codeOf, { numbers, origins: this.#origins.origins });
    const emptyCode = this.#dictionary.codeOf("");
    return { columns, length, buckets, hours, groups, codeOf, emptyCode, exampleOf };
  }

  /** Codes of a batch → codes of the report. */
  #codesOf(dictionary: readonly string[]): Uint32Array {
    const codes = new Uint32Array(dictionary.length + 1);
    dictionary.forEach((text, index) => {
      const isFull = this.#dictionary.texts.length >= maxTexts;
      codes[index + 1] = isFull ? this.#dictionary.knownOr(text, manyOthers) : this.#dictionary.codeOf(text);
    });
    return codes;
  }
}

/** Pairing needs all events of both names: a selection by any field that does not pair them would make some look lost. */
function pairingsOf(
  plans: readonly EventPlan[],
  { selection, lostAfter }: ReportPlan,
  catalogue: Catalogue,
): EventPairing[] {
  const { events, where } = selection;
  const conditions = parseConditions(where, events, catalogue);
  // Both come from one origin.
  const isHost = hostConditions(catalogue);
  const isSelected = (plan: EventPlan): boolean => events.length === 0 || events.includes(plan.eventName);
  return plans.flatMap((end) => {
    const begin = plans.find(({ eventName }) => eventName === end.ends);
    if (begin === undefined || !isSelected(begin) || !isSelected(end)) return [];
    const fields = pairingFields(begin, end);
    const isWhole = conditions.every(({ names }) => isHost(names) || fields.includes(fieldPath(names)));
    return isWhole ? [new EventPairing(begin, end, lostAfter)] : [];
  });
}
