import {
  type BadLine,
  type Duplicates,
  type EventOrigin,
  type FaultCode,
  type ResultPlace,
  type UnreadLog,
} from "@metric-events/reader";
import { type Catalogue, judgeTime } from "@metric-events/runtime";
import type { Zone } from "@metric-events/text";
import type { BatchRows } from "./aggregate/batch-rows.js";
import { BucketGrid, maxBuckets } from "./aggregate/bucket-grid.js";
import { EventAggregate } from "./aggregate/event-aggregate.js";
import type { EventPairing } from "./aggregate/event-pairing.js";
import { type GroupField, Grouping } from "./aggregate/grouping.js";
import { pairingsOf } from "./aggregate/pairings-of.js";
import type { LinePlaces, LogPlace } from "./aggregate/place.js";
import { lineExamplesOf, type NumberedResult, ReportNumbers } from "./aggregate/report-numbers.js";
import { SuspectRows } from "./aggregate/suspect-rows.js";
import { SuspectValues } from "./aggregate/suspect-values.js";
import type { ColumnsResult, OriginatedColumns, RoundedNumber } from "./columns/columns.js";
import { type EventPlan, planEvent } from "./columns/event-plan.js";
import { CostAggregate } from "./cost/cost-aggregate.js";
import type { Prices } from "./cost/prices.js";
import { FarPastGate } from "./far-past-gate.js";
import type { Selection } from "./model/report.js";
import type { Objective } from "./objectives/objective.js";
import { ObjectiveAggregate } from "./objectives/objective-aggregate.js";
import { Signals } from "./signals/signals.js";
import type { FindingIgnore } from "./silenced/ignore-config.js";
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
  /** Findings that are not to be shown. */
  readonly ignore: readonly FindingIgnore[];
  /** Those whose events are selected. */
  readonly objectives: readonly Objective[];
  readonly prices: Prices | undefined;
}

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
  /** A few events dated long before all others. */
  readonly farPast: SuspectValues;
  readonly objectives: readonly ObjectiveAggregate[];
  /** Where prices are given. */
  readonly cost: CostAggregate | undefined;
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
  readonly #grouping: Grouping;
  readonly #numbers = new ReportNumbers();
  readonly #aggregates: readonly EventAggregate[];
  readonly #pairings: readonly EventPairing[];
  readonly #signals: Signals;
  readonly #future = new SuspectValues();
  readonly #unsetClock = new SuspectValues();
  readonly #farPast = new SuspectValues();
  readonly #suspectRows = new Map<EventPlan, SuspectRows>();
  readonly #gate: FarPastGate;
  readonly #objectives: readonly ObjectiveAggregate[];
  readonly #cost: CostAggregate | undefined;
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
    this.#grouping = new Grouping(plan.by, this.#numbers.dictionary);
    const plans = catalogue.definitions.map(planEvent);
    this.#aggregates = plans.map((each) => new EventAggregate(each, plan.mainDimension));
    this.#pairings = pairingsOf(plans, plan, catalogue);
    this.#signals = new Signals(plans);
    this.#objectives = plan.objectives.map((each) => new ObjectiveAggregate(each, this.#numbers.dictionary));
    this.#cost = plan.prices === undefined ? undefined : new CostAggregate(plan.prices, this.#numbers.dictionary);
    this.#gate = new FarPastGate({
      isPlaced: this.#isPlaced,
      take: (result, place, isInOrder) => this.#take(result, place, isInOrder),
      takeFarPast: (result, place) => this.#takeFarPast(result, place),
    });
  }

  /** Everything that was gathered. Nothing can be added after this. */
  finish(duplicates: Duplicates | undefined): Gathered {
    this.#gate.finish();
    this.#signals.finish();
    return Object.freeze({
      duplicates,
      plan: this.#plan,
      grid: this.#grid,
      texts: this.#numbers.dictionary.texts,
      grouping: this.#grouping,
      origins: this.#numbers.origins,
      places: this.#numbers.places,
      aggregates: this.#aggregates,
      pairings: this.#pairings,
      signals: this.#signals,
      objectives: this.#objectives,
      cost: this.#cost,
      future: this.#future,
      unsetClock: this.#unsetClock,
      farPast: this.#farPast,
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

  result(result: ColumnsResult, place: ResultPlace): void {
    const { file, linesBefore, lines } = place;
    this.#lines += lines;
    this.#filtered += result.filtered;
    this.#roundedCount += result.rounded.count;
    for (const { line, ...number } of result.rounded.examples) {
      if (this.#rounded.length < maxExamples) this.#rounded.push({ ...number, file, line: linesBefore + line });
    }
    this.#gate.add(result, place);
  }

  /** @param isInOrder whether the events come in the order of their log. */
  #take(result: ColumnsResult, of: ResultPlace, isInOrder: boolean): void {
    const numbered = this.#numbers.of(result, of);
    const { events, codeOf, place } = numbered;
    for (const columns of events) {
      const index = this.#aggregates.findIndex(({ plan }) => plan.eventName === columns.eventName);
      const aggregate = this.#aggregates[index];
      if (aggregate === undefined) continue;
      const rows = this.#rowsOf(columns, aggregate.plan, numbered);
      aggregate.add(rows);
      this.#signals.add(index, rows, isInOrder);
      this.#cost?.add(rows, this.#numbers.origins);
    }
    for (const pairing of this.#pairings) pairing.add(events, result.dictionary, codeOf, this.#isPlaced, place);
    const { origins } = this.#numbers;
    const batch = { dictionary: result.dictionary, codeOf, origins, isPlaced: this.#isPlaced };
    for (const objective of this.#objectives) objective.add(events, batch);
    while (!this.#grid.isFixed && (this.#grid.isCrowded || this.#hasManyCells)) {
      const widening = this.#grid.widen();
      if (widening === undefined) break;
      for (const aggregate of this.#aggregates) aggregate.widen(widening);
    }
    if (this.#grid.isFixed) this.#checkBuckets();
  }

  #takeFarPast(result: ColumnsResult, of: ResultPlace): void {
    const { events, codeOf, place } = this.#numbers.of(result, of);
    for (const columns of events) {
      const plan = this.#aggregates.find((each) => each.plan.eventName === columns.eventName)?.plan;
      if (plan === undefined) continue;
      const exampleOf = lineExamplesOf(columns, { plan, codeOf, place });
      columns.times.forEach((time, row) => {
        // The earliest are shown.
        this.#farPast.note(-time, { time, origin: columns.origins[row] as number, exampleOf }, row);
      });
    }
  }

  get #hasManyCells(): boolean {
    return this.#aggregates.reduce((sum, { cellCount }) => sum + cellCount, 0) > maxCells;
  }

  #checkBuckets(): void {
    if (this.#grid.occupiedCount > maxBuckets) throw tooManyBuckets(this.#grid.occupiedCount);
  }

  #suspectRowsOf(plan: EventPlan): SuspectRows {
    const known = this.#suspectRows.get(plan) ?? new SuspectRows(plan);
    this.#suspectRows.set(plan, known);
    return known;
  }

  #isPlaced = (time: number): boolean => judgeTime(time, this.#plan.now) === undefined;

  #rowsOf(columns: OriginatedColumns, plan: EventPlan, { codeOf, place, file }: NumberedResult): BatchRows {
    const { times, origins: numbers } = columns;
    const { wallClock, now } = this.#plan;
    const { length } = times;
    const buckets = new Float64Array(length);
    const hours = new Uint8Array(length);
    let occupied = Number.NaN;
    const exampleOf = lineExamplesOf(columns, { plan, codeOf, place });
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
    const groups = this.#grouping.ofRows(columns, plan, codeOf, { numbers, origins: this.#numbers.origins });
    const emptyCode = this.#numbers.dictionary.codeOf("");
    const suspects = this.#suspectRowsOf(plan).in(columns);
    return { columns, length, file, buckets, hours, groups, suspects, codeOf, emptyCode, exampleOf };
  }
}
