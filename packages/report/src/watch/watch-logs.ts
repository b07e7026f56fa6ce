import type { JudgeCallbacks, LogFile, Threads } from "@metric-events/reader";
import { type Catalogue, numberJudge } from "@metric-events/runtime";
import { Grouping } from "../aggregate/grouping.js";
import { OriginTable } from "../aggregate/origin-table.js";
import type { OriginatedColumns } from "../columns/columns.js";
import { Dictionary } from "../columns/dictionary.js";
import { type ColumnsMeaning, readColumns } from "../columns/read-columns.js";
import { originOfStored, type StoredEvents } from "../stored-events.js";
import { type ColumnTest, rowTest } from "./row-test.js";
import type { Watch } from "./watch.js";

/** An event that a watch looks at. */
export interface Sighting {
  /** Unix time in seconds. */
  readonly time: number;
  /** The field of the watch; 1 without one. */
  readonly value: number;
  /** Whether it satisfies the conditions of a share. */
  readonly isMarked: boolean;
  /** The values of what the watch groups by. */
  readonly group: readonly (string | undefined)[];
}

export interface WatchTask {
  readonly watch: Watch;
  /** Conditions of the events that are marked. Default: none, so that all are. */
  readonly marks?: readonly ColumnTest[] | undefined;
  readonly onSighting: (sighting: Sighting) => void;
}

interface ReadingOptions extends Pick<JudgeCallbacks, "onUnread" | "onProgress"> {
  readonly catalogue: Catalogue;
  /** Unix time in seconds: only events from this time on, and before `until`. */
  readonly since: number;
  readonly until: number;
  readonly threads?: Threads | undefined;
  /** Counts a repeated line of one origin each time. Default: once, as reports do. */
  readonly keepDuplicates?: boolean | undefined;
}

/** Reads logs, or events that were judged before, once for several watches. What the percentiles of a report leave out, no watch sees. */
export async function watchLogs(
  source: readonly LogFile[] | StoredEvents,
  tasks: readonly WatchTask[],
  { catalogue, since, until, threads, keepDuplicates, onUnread, onProgress }: ReadingOptions,
): Promise<void> {
  const dictionary = new Dictionary();
  const origins = new OriginTable();
  const watchers = tasks.map((task) => watcherOf(task, dictionary));
  const events = [...new Set(tasks.map(({ watch }) => watch.plan.eventName))];
  if (isStored(source)) {
    const plans = tasks.map(({ watch }) => watch.plan);
    for await (const { file, events: found, dictionary: texts } of source.batches({ events, since, until, plans })) {
      for (const columns of found) {
        const originated = { ...columns, origins: origins.ofRows(columns, texts, originOfStored(file)) };
        for (const watcher of watchers) watcher(originated, { dictionary: texts, origins: origins.origins });
      }
    }
    return;
  }
  await readColumns(source, {
    catalogue,
    events,
    since,
    until,
    threads,
    keepDuplicates,
    onColumns: (columns, { dictionary: texts, origins: known }) => {
      for (const watcher of watchers) watcher(columns, { dictionary: texts, origins: known });
    },
    onUnread,
    onProgress,
  });
}

function isStored(source: readonly LogFile[] | StoredEvents): source is StoredEvents {
  return !Array.isArray(source);
}

/** Finds the sightings of a task in the columns of its event. */
function watcherOf(
  { watch, marks = [], onSighting }: WatchTask,
  known: Dictionary,
): (columns: OriginatedColumns, meaning: ColumnsMeaning) => void {
  const { plan, number } = watch;
  const judge = numberJudge(number?.field ?? {});
  const grouping = new Grouping(watch.by, known);
  const dimensions = watch.by.flatMap(({ path }) => plan.dimensions.findIndex((field) => field.path === path));
  return (columns, meaning) => {
    if (columns.eventName !== plan.eventName) return;
    const { dictionary, origins } = meaning;
    const isSeen = rowTest(watch.where, columns, meaning);
    const isMarked = rowTest(marks, columns, meaning);
    const values = number === undefined ? undefined : columns.numbers[number.index];
    // Only texts that name groups: identifiers would fill the memory.
    const codeOf = new Uint32Array(dictionary.length + 1);
    for (const code of dimensions.flatMap((index) => [...new Set(columns.codes[index])])) {
      if (code > 0) codeOf[code] = known.codeOf(dictionary[code - 1] as string);
    }
    const groups = grouping.ofRows(columns, plan, codeOf, { numbers: columns.origins, origins });
    for (let row = 0; row < columns.times.length; row++) {
      const value = values === undefined ? 1 : (values[row] as number);
      if (Number.isNaN(value) || judge(value) !== undefined || !isSeen(row)) continue;
      const group = grouping.valuesOf(groups[row] as number);
      onSighting({ time: columns.times[row] as number, value, isMarked: isMarked(row), group });
    }
  };
}
