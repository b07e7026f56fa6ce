import { type FileHandle, open } from "node:fs/promises";
import { basename, join } from "node:path";
import { originOfLog, Pairing } from "@metric-events/reader";
import { type Database } from "../duckdb.js";
import { eventsSql, filesSql, type PairedFile, pairLine } from "./pair-sql.js";
import type { PairView } from "./pair-view.js";

/** After this many seconds, a start without an end is lost. */
const lostAfter = 86_400;
const linesPerWrite = 10_000;

/**
 * Pairs the events of two views, which must have their rows, and writes a line for each pair into a file of a folder. Returns the path.
 *
 * @param file name of the file.
 */
export async function pairEvents(view: PairView, folder: string, file: string, database: Database): Promise<string> {
  const path = join(folder, file);
  const handle = await open(path, "wx", 0o600);
  try {
    await write(view, handle, database);
  } finally {
    await handle.close();
  }
  return path;
}

async function write(view: PairView, handle: FileHandle, { connection }: Database): Promise<void> {
  const lines: string[] = [];
  const lost = new Set<number>();
  /** Rows of starts and of ends that have no other half yet. */
  const alone = [new Set<number>(), new Set<number>()] as const;
  const pairing = new Pairing({
    lostAfter,
    hasSpans: view.span !== undefined,
    onPair({ place: begin }, { place: end }) {
      alone[0].delete(begin);
      alone[1].delete(end);
      lines.push(pairLine(begin, end, false));
    },
    onLost: ({ place }) => void lost.add(place),
  });
  const files = await connection.runAndReadAll(filesSql(view));
  const known = files.getRowsJS().flatMap(([name]) => (typeof name === "string" ? [pairedFile(name)] : []));
  const result = await connection.stream(eventsSql(view, known));
  for await (const rows of result.yieldRowsJs()) {
    for (const [isEnd, row, time, span, origin, key, ...identifiers] of rows) {
      const event = {
        time: Number(time),
        place: Number(row),
        identifiers: identifiers.some((each) => each !== null)
          ? identifiers.map((each) => (each === null || each === "" ? undefined : String(each)))
          : [],
        span: span === null ? Number.NaN : Number(span),
      };
      alone[isEnd === true ? 1 : 0].add(event.place);
      if (isEnd === true) pairing.addEnd(Number(origin), Number(key), event);
      else pairing.addStart(Number(origin), Number(key), event);
    }
    pairing.tidy();
    if (lines.length > linesPerWrite) await handle.appendFile(lines.splice(0).join(""));
  }
  pairing.finish();
  for (const begin of alone[0]) lines.push(pairLine(begin, undefined, lost.has(begin)));
  for (const end of alone[1]) lines.push(pairLine(undefined, end, false));
  await handle.appendFile(lines.join(""));
}

/** Logs that an archive was made of may be gone, so their names alone say what belongs together. */
function pairedFile(file: string): PairedFile {
  const { log } = originOfLog({ name: file, path: file });
  return { file, ofHost: basename(log), ofNobody: log };
}
