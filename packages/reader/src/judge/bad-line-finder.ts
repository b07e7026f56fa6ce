import type { Catalogue } from "@metric-events/runtime";
import { judgeLine, refuseRounded } from "../line/judge-line.js";
import { EventScanner } from "./event-scanner.js";
import { scanBatch } from "./scan-batch.js";

/** Finds the bad lines among whole lines, under the reader contract. */
export class BadLineFinder {
  readonly #catalogue: Catalogue;
  readonly #scanner: EventScanner;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#scanner = new EventScanner(catalogue);
  }

  /**
   * The indexes of lines that are not valid events, from 0. Blank lines are none of these.
   *
   * @param isStart whether the log begins here: its first line may have a byte order mark.
   */
  find(bytes: Uint8Array, isStart: boolean): readonly number[] {
    const isTerminated = bytes.at(-1) === newline;
    const bad: number[] = [];
    for (const line of scanBatch({ kind: "lines", parts: [bytes], isStart, isTerminated }, this.#scanner, () => {})) {
      const judged = judgeLine(line, this.#catalogue, "reader");
      if (judged === undefined) continue;
      if (!refuseRounded(judged, this.#catalogue, "reader").isValid) bad.push(line.number - 1);
    }
    return bad;
  }
}

const newline = 0x0a;
