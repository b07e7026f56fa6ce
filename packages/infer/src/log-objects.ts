import {
  LogError,
  type LogFile,
  type LogLine,
  lineValue,
  type ReadProgress,
  readLines,
  totalSize,
  type UnreadLog,
} from "@metric-events/reader";
import type { LeftOut } from "./left-out.js";

/** A line that is a JSON object, and where it stands. */
export interface LogObject {
  readonly value: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly line: number;
  /** Characters of the line. */
  readonly length: number;
}

export interface ReadCallbacks {
  /** Called for each log that cannot be read, or not to its end. */
  readonly onUnread?: (unread: UnreadLog) => void | Promise<void>;
  readonly onProgress?: (progress: ReadProgress) => void | Promise<void>;
}

/** The lines of logs that are JSON objects, in groups. Take each group before the next. All other lines are left out, and noted. */
export async function* logObjects(
  logs: readonly LogFile[],
  leftOut: LeftOut,
  { onUnread, onProgress }: ReadCallbacks,
): AsyncGenerator<Iterable<LogObject>> {
  for (const log of logs) {
    const size = (await totalSize([log])) || undefined;
    let bytes = 0;
    let lastLine = 0;
    try {
      for await (const lines of readLines(log, { onProgress: (read) => (bytes = read) })) {
        yield objectsIn(lines, log.name, leftOut, (line) => (lastLine = line));
        await onProgress?.({ file: log.name, bytes, size });
      }
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      await onUnread?.({ file: log.name, code: error.code, message: error.message, lastLine });
    }
  }
}

function* objectsIn(
  lines: Iterable<LogLine>,
  file: string,
  leftOut: LeftOut,
  onLine: (line: number) => void,
): Generator<LogObject> {
  for (const line of lines) {
    onLine(line.number);
    const found = lineValue(line);
    if (found === undefined) continue;
    const place = { file, line: line.number };
    if (!found.isJson) {
      const [fault] = found.faults;
      leftOut.add(fault?.code ?? "not-json", { ...place, column: fault?.column ?? 1 });
    } else if (!isObject(found.value)) leftOut.add("not-object", place);
    else yield { value: found.value, ...place, length: line.kind === "text" ? line.text.length : 0 };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
