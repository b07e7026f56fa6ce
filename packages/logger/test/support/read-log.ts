import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The content of a log with its rotated files. */
interface LogContent {
  /** Sequence numbers by writer, in the order of the log, from the oldest rotated file to the newest line. */
  readonly sequences: ReadonlyMap<string, readonly number[]>;
  /** Lines that are not events, shortened. */
  readonly torn: readonly string[];
  readonly emptyLineCount: number;
  readonly fileCount: number;
}

/** Reads `path` with `path.1`, `path.2.gz` and so on, or with `path-20260131-235959.125` and so on. */
export function readLog(path: string): LogContent {
  const sequences = new Map<string, number[]>();
  const torn: string[] = [];
  let emptyLineCount = 0;
  const files = logFiles(path);
  for (const file of files) {
    for (const line of linesOf(file)) {
      if (line === "") {
        emptyLineCount++;
        continue;
      }
      const event = parsed(line);
      if (event === undefined) {
        torn.push(`${line.slice(0, 60)}…${line.slice(-60)}`);
        continue;
      }
      const ofWriter = sequences.get(event.flavor);
      if (ofWriter === undefined) sequences.set(event.flavor, [event.sequence]);
      else ofWriter.push(event.sequence);
    }
  }
  return { sequences, torn, emptyLineCount, fileCount: files.length };
}

/** Lines without their line ends. A last line without one counts. */
export function linesOf(file: string): string[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function logFiles(path: string): string[] {
  const rotated = readdirSync(dirname(path))
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => ({ name, suffix: name.slice(basename(path).length) }))
    .filter(({ suffix }) => /^(?:\.\d+|-\d{8}-\d{6}\.\d{3})(?:\.gz)?$/.test(suffix))
    .toSorted((a, b) => age(b.suffix) - age(a.suffix) || (a.suffix < b.suffix ? -1 : 1))
    .map(({ name }) => join(dirname(path), name));
  return existsSync(path) ? [...rotated, path] : rotated;
}

/** Of the names that logrotate gives, the highest number is the oldest. Those of the logger sort by name. */
function age(suffix: string): number {
  return suffix.startsWith(".") ? Number.parseInt(suffix.slice(1), 10) : 0;
}

function parsed(line: string): { flavor: string; sequence: number } | undefined {
  try {
    const { flavor, workflow }: { flavor: string; workflow: string } = JSON.parse(line);
    return { flavor, sequence: Number(workflow) };
  } catch {
    return undefined;
  }
}
