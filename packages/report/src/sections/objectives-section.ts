import type { Column } from "@metric-events/text";
import type { ObjectiveFigures, ObjectiveReport, Report } from "../model/report.js";
import { formatMoment, formatNumber, formatShare, quantityText, valueName } from "../render/format.js";
import { right } from "./columns.js";
import type { ReportTable, Section } from "./section.js";

const shownWeeks = 6;

/** What a report opens with: whether the objectives were met. */
export function objectiveSections(report: Report): readonly Section[] {
  return report.objectives.map((objective) => ({
    eventName: undefined,
    title: `Objective: ${objective.name}: ${verdictOf(objective)}`,
    shortTitle: `Objective: ${objective.name}: ${verdictOf(objective)}`,
    limits: [],
    notes: notesOf(objective, report),
    tables: [budgetTable(objective), ...weekTables(objective, report)],
  }));
}

/** `met` where all groups met it. */
function verdictOf({ isMet, groups, count }: ObjectiveReport): string {
  if (isMet === undefined) return count === 0 ? "no events" : "unknown";
  const missed = groups.filter((group) => group.isMet === false).length;
  if (isMet && missed === 0) return "met";
  if (groups.length < 2) return "missed";
  return missed === 0 ? "missed in all" : `missed in ${missed} of ${groups.length}`;
}

function notesOf(
  { description, event, good, share, windowSeconds, from, to, begins }: ObjectiveReport,
  { zone }: Report,
): string[] {
  const window =
    from === undefined || to === undefined
      ? `in ${quantityText(windowSeconds, "s")}`
      : `from ${formatMoment(from, zone)} to ${formatMoment(to, zone)} (${quantityText(windowSeconds, "s")})`;
  return [
    ...(description === undefined ? [] : [description]),
    `Wanted: ${formatShare(share)} of ${event} with ${good}, ${window}.`,
    ...(begins === undefined ? [] : [`The logs have only the time from ${formatMoment(begins, zone)} on.`]),
  ];
}

function budgetTable(objective: ObjectiveReport): ReportTable {
  const burns = objective.burnRates.map(({ seconds }) => right(`burn ${quantityText(seconds, "s")}`));
  return {
    columns: [
      ...groupColumns(objective),
      { title: "" },
      ...["events", "bad", "good", "budget left"].map(right),
      ...burns,
    ],
    rows: rowsOf(objective, ({ isMet, count, bad, goodShare, budgetLeft, burnRates }) => [
      isMet === undefined ? "–" : isMet ? "met" : "missed",
      count.toLocaleString("en-US"),
      bad.toLocaleString("en-US"),
      goodShare === undefined ? "–" : formatShare(goodShare),
      budgetLeft === undefined ? "–" : budgetText(budgetLeft),
      ...burnRates.map(({ rate }) => (rate === undefined ? "–" : formatNumber(Number(rate.toPrecision(3))))),
    ]),
  };
}

/** More than is there may be used: then it is less than 0 %. */
function budgetText(left: number): string {
  return left < 0 ? `−${formatShare(-left)}` : formatShare(left);
}

/** The last weeks, each judged by itself. */
function weekTables(objective: ObjectiveReport, { zone }: Report): ReportTable[] {
  const starts = objective.weeks.slice(-shownWeeks).map(({ start }) => start);
  if (starts.length < 2) return [];
  return [
    {
      columns: [
        ...groupColumns(objective),
        { title: "week of" },
        ...starts.map((start) => right(formatMoment(start, zone, 86_400))),
      ],
      rows: rowsOf(objective, ({ weeks }) => [
        "good",
        ...starts.map((start) => {
          const week = weeks.find((each) => each.start === start);
          if (week?.goodShare === undefined) return "–";
          return `${week.isMet === true ? "" : "missed "}${formatShare(week.goodShare)}`;
        }),
      ]),
    },
  ];
}

function groupColumns({ by }: ObjectiveReport): Column[] {
  return by.map((title) => ({ title }));
}

/** A row for all events, and one for each group. */
function rowsOf(objective: ObjectiveReport, cells: (figures: ObjectiveFigures) => string[]): string[][] {
  const { by, groups } = objective;
  const names = (values: readonly (string | undefined)[], other: string): string[] =>
    by.map((_, index) => (values.length === 0 ? (index === 0 ? other : "") : valueName(values[index])));
  return [
    [...names([], "(all)"), ...cells(objective)],
    ...groups.map((group) => [...names(group.values, "(other values)"), ...cells(group)]),
  ];
}
