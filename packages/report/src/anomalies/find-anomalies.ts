import { duplicateDetail, faultMessage } from "@metric-events/reader";
import { mainDimension } from "../columns/event-plan.js";
import { type Anomaly, type AnomalyFacts, severities, severityOf } from "../model/anomaly.js";
import { lineExamples } from "../model/line-examples.js";
import type { Gathered } from "../report-gatherer.js";
import { aheadOfOthers, clocks } from "./clocks.js";
import type { DetectorContext } from "./context.js";
import { missingFields } from "./missing-fields.js";
import { pairAnomalies } from "./pair-anomalies.js";
import { renamedValues } from "./renamed-values.js";
import { silent } from "./silent.js";
import { starvation } from "./starvation.js";
import { suspects } from "./suspects.js";
import { thousandfold } from "./thousandfold.js";
import { withoutTwins } from "./without-twins.js";

/** Events that are dated long before all others, but not by years. */
export interface Early {
  readonly count: number;
  readonly before: number;
}

/** What looks wrong, the worst first. */
export function findAnomalies(gathered: Gathered, early: Early | undefined): readonly Anomaly[] {
  const context = contextOf(gathered);
  const ahead = new Set(aheadOfOthers(context).flatMap(({ origins }) => origins));
  const found = [
    ...ofLogs(gathered),
    ...pairAnomalies(gathered, context),
    ...suspects(gathered, context),
    ...(early === undefined ? [] : [earlyOf(early)]),
    ...starvation(context),
    ...clocks(context),
    ...silent(context, (origin) => ahead.has(origin)),
    ...renamedValues(context),
    ...missingFields(context),
    ...thousandfold(context, ({ plan }, field) => {
      const aggregate = gathered.aggregates.find((each) => each.plan.eventName === plan.eventName);
      const measure = aggregate?.measures.find((each) => each.field.path === field.path);
      const values = [...(measure?.suspects.impossible.values ?? []), ...(measure?.largest.values ?? [])];
      return values.slice(0, 5).map(({ value, example }) => ({ value, ...context.exampleOf(example) }));
    }),
  ];
  return withoutTwins(found)
    .toSorted((left, right) => rank(left) - rank(right))
    .map((facts): Anomaly => ({ ...facts, severity: severityOf[facts.kind] }));
}

function rank({ kind }: AnomalyFacts): number {
  return severities.indexOf(severityOf[kind]);
}

function contextOf(gathered: Gathered): DetectorContext {
  const { events, stepSeconds } = gathered.signals;
  return {
    ...lineExamples(gathered),
    events,
    stepSeconds,
    main: mainDimension(events.map((event) => event.plan)),
  };
}

/** What is wrong with the files, and with lines that are no events. */
function ofLogs({ unreadLogs, bad, badKinds, badExamples, rounded, duplicates }: Gathered): readonly AnomalyFacts[] {
  const nowhere = { from: undefined, to: undefined, hosts: [] } as const;
  return [
    ...unreadLogs.map((source): AnomalyFacts => ({ kind: "unread", ...nowhere, count: 1, source, examples: [] })),
    ...(bad === 0
      ? []
      : [
          {
            kind: "bad-lines",
            ...nowhere,
            count: bad,
            kinds: Object.fromEntries(badKinds),
            examples: badExamples.map(({ file, line, faults, eventName }) => ({
              file,
              line,
              column: faults[0]?.column ?? 1,
              detail: `${eventName === undefined ? "" : `${eventName}: `}${faults.map(faultMessage).join("; ")}`,
            })),
          } as const,
        ]),
    ...(duplicates === undefined || duplicates.count === 0
      ? []
      : [
          {
            kind: "duplicates",
            from: duplicates.span?.first,
            to: duplicates.span?.last,
            hosts: [],
            count: duplicates.count,
            ranges: duplicates.rangeCount,
            examples: duplicates.ranges.map((range) => ({
              file: range.file,
              line: range.from,
              detail: duplicateDetail(range),
            })),
          } as const,
        ]),
    ...(rounded.count === 0
      ? []
      : [
          {
            kind: "rounded",
            ...nowhere,
            count: rounded.count,
            examples: rounded.examples.map(({ file, line, event, field, token }) => ({
              file,
              line,
              detail: `${event}: ${field}=${token}`,
            })),
          } as const,
        ]),
  ];
}

function earlyOf({ count, before }: Early): AnomalyFacts {
  return { kind: "early", from: undefined, to: before, hosts: [], count, examples: [] };
}
