import {
  DuplicateFinder,
  type EventOrigin,
  type JudgeCallbacks,
  judgeLogs,
  type LogFile,
  orderLogs,
  type Threads,
} from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import { OriginTable } from "../aggregate/origin-table.js";
import { type OriginatedColumns, unpack } from "./columns.js";
import { columnsSink } from "./columns-sink.js";
import { withoutRows } from "./without-rows.js";

export interface ReadColumnsOptions extends JudgeCallbacks {
  readonly catalogue: Catalogue;
  /** Names of events. Default: all. */
  readonly events?: readonly string[];
  /** Unix time in seconds: only events from this time on, and before `until`. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly threads?: Threads | undefined;
  /** Takes a line that stands twice in logs of one origin each time. Default: once, as reports do. */
  readonly keepDuplicates?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Leaves out identifiers, and whether optional fields are there, for those who do not look at them. */
  readonly isBrief?: boolean;
  /** Takes events of one name; codes are for the dictionary, and numbers of origins for the origins. */
  readonly onColumns: (columns: OriginatedColumns, meaning: ColumnsMeaning) => void;
}

/** What the codes in columns stand for. */
export interface ColumnsMeaning {
  readonly dictionary: readonly string[];
  readonly origins: readonly EventOrigin[];
}

/** Reads logs, and hands on the valid events as columns, in the order of the logs. */
export async function readColumns(
  logs: readonly LogFile[],
  { events = [], since, until, keepDuplicates, isBrief = false, onColumns, ...options }: ReadColumnsOptions,
): Promise<void> {
  const table = new OriginTable();
  await judgeLogs(orderLogs(logs), {
    ...options,
    sink: columnsSink({ events, where: [], since, until, isBrief }),
    once: keepDuplicates === true ? undefined : { finder: new DuplicateFinder(), without: withoutRows },
    onResult: ({ events: found, dictionary }, { origin }) => {
      for (const packed of found) {
        const columns = unpack(packed);
        const origins = table.ofRows(columns, dictionary, origin);
        onColumns({ ...columns, origins }, { dictionary, origins: table.origins });
      }
    },
  });
}
