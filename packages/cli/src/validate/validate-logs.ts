import type { Catalogue, Contract } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { LogJudge } from "../judging/judge-log.js";
import { readJudged } from "../judging/read-judged.js";
import { logFilesOf } from "../log/log-files-of.js";
import type { CatalogueSource } from "../schemas/load-catalogue.js";
import type { Reporter } from "./reporter.js";
import { Tally } from "./tally.js";

export interface ValidateJob {
  readonly catalogue: Catalogue;
  readonly source: CatalogueSource | undefined;
  readonly contract: Contract;
  readonly reporter: Reporter;
  readonly context: Context;
  /** What to do about a log that cannot be read, to be appended. */
  readonly hint: string;
}

/**
 * Judges the lines of logs one after the other. A log that cannot be read is reported, and the next is read. `isComplete` is
 * false when one could not be read although nothing is wrong with what it holds.
 */
export async function validateLogs(
  paths: readonly string[],
  job: ValidateJob,
): Promise<{ tally: Tally; isComplete: boolean }> {
  const { context, reporter, hint } = job;
  const tally = new Tally();
  const files = await logFilesOf(paths, context);
  tally.files = files.length;
  const judge = new LogJudge({ ...job, spec: { kind: "count" } });
  try {
    const isComplete = await readJudged(files, {
      judge,
      context,
      hint,
      receiver: {
        result: ({ counts }) => tally.countValid(counts),
        badLine: (report) => {
          tally.countBad(report);
          return reporter.badLine(report);
        },
        source: (report) => {
          tally.unread++;
          return reporter.source(report);
        },
      },
    });
    return { tally, isComplete };
  } finally {
    await judge.close();
  }
}
