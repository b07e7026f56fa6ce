import { diagnose, type Fault, type JudgedLine, judgeLine, type LogLine, refuseRounded } from "@metric-events/reader";
import { type Catalogue, eventNameIn, type Issue } from "@metric-events/runtime";
import { excerpt } from "@metric-events/text";

/** A line that is shown as an example. */
interface ReplayedLine {
  /** As the user named it. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Lines that stop reading for the same reason. */
export interface Loss {
  readonly eventName: string;
  /** Where in the event, with `*` for each index: `/tags/*`. */
  readonly pointer: string;
  readonly issue: Issue;
  readonly lines: number;
  readonly examples: readonly ReplayedLine[];
  /** Whether a baseline reads these lines; without a baseline that is not known. */
  readonly wasRead: boolean;
}

/** What was replayed, in lines. */
export interface ReplaySummary {
  readonly lines: number;
  /** Those that the candidate reads. */
  readonly readable: number;
  /** Those that a baseline reads, or an event at least when there is none, and the candidate does not. */
  readonly lost: number;
  /** Those that were no valid events before, either. */
  readonly unreadableBefore: number;
  /** Whether there were baselines to read them before. */
  readonly hasBaseline: boolean;
}

const maxExamples = 3;
const maxExampleLength = 300;
/** How many events and fields are listed; further ones are only counted. */
const maxLosses = 200;

/** Reads lines as the candidate would, and gathers those that it refuses and a baseline accepts. Its size does not grow with the log. */
export class Replay {
  readonly #candidate: Catalogue;
  readonly #baselines: readonly Catalogue[];
  readonly #losses = new Map<string, Loss>();
  #lines = 0;
  #readable = 0;
  #lost = 0;

  /** Without a baseline, every line that is an event counts as having been read before. */
  constructor(candidate: Catalogue, baselines: readonly Catalogue[]) {
    this.#candidate = candidate;
    this.#baselines = baselines;
  }

  take(line: LogLine, file: string): void {
    const judged = judge(line, this.#candidate);
    if (judged === undefined) return;
    this.#lines++;
    if (judged.isValid) {
      this.#readable++;
      return;
    }
    const { data, duplicates } = judged;
    const eventName = this.#nameIn(data);
    // A duplicate name has stopped readers before, whatever the schemas say.
    if (line.kind !== "text" || eventName === undefined || duplicates.length > 0) return;
    const wasReadable =
      this.#baselines.length === 0 || this.#baselines.some((baseline) => judge(line, baseline)?.isValid === true);
    if (!wasReadable) return;
    this.#lost++;
    const example = { file, line: line.number, text: excerpt(line.text, maxExampleLength) };
    for (const fault of diagnose(judged, this.#candidate, "reader").faults) {
      const issue = issueOf(fault);
      if (issue !== undefined) this.#lose(eventName, issue, example);
    }
  }

  get losses(): readonly Loss[] {
    return [...this.#losses.values()].toSorted((left, right) => right.lines - left.lines);
  }

  get summary(): ReplaySummary {
    const hasBaseline = this.#baselines.length > 0;
    const unreadableBefore = this.#lines - this.#readable - this.#lost;
    return { lines: this.#lines, readable: this.#readable, lost: this.#lost, unreadableBefore, hasBaseline };
  }

  /** The candidate may have its names in another field than the log. */
  #nameIn(data: unknown): string | undefined {
    for (const { envelope } of [this.#candidate, ...this.#baselines]) {
      const name = eventNameIn(data, envelope);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  #lose(eventName: string, issue: Issue, example: ReplayedLine): void {
    const pointer = issue.pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*");
    const key = JSON.stringify([eventName, pointer, issue.code, issue.expected]);
    const wasRead = this.#baselines.length > 0;
    if (!this.#losses.has(key) && this.#losses.size >= maxLosses) return;
    const known = this.#losses.get(key) ?? { eventName, pointer, issue, lines: 0, examples: [], wasRead };
    const examples = known.examples.length < maxExamples ? [...known.examples, example] : known.examples;
    this.#losses.set(key, { ...known, lines: known.lines + 1, examples });
  }
}

/** As `validate` judges it; `undefined` for a blank line. */
function judge(line: LogLine, catalogue: Catalogue): JudgedLine | undefined {
  const judged = judgeLine(line, catalogue, "reader");
  return judged === undefined ? undefined : refuseRounded(judged, catalogue, "reader");
}

function issueOf(fault: Fault): Issue | undefined {
  if ("issue" in fault) return fault.issue;
  if (fault.code !== "inexact-number") return undefined;
  const { pointer, received } = fault;
  return { code: "type", pointer, expected: "a number that a 64-bit float holds", received };
}
