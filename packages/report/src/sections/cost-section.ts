import { count as counted } from "@metric-events/text";
import type { CostFigures, CostGroups, CostReport } from "../model/cost-report.js";
import type { Report } from "../model/report.js";
import { formatNumber, formatShare, valueName } from "../render/format.js";
import { right } from "./columns.js";
import type { ReportTable, Section, SectionOptions } from "./section.js";

const shownNames = 10;

/** What the events cost, where prices are given. */
export function costSections({ cost }: Report, { maxValues = 10 }: Partial<SectionOptions> = {}): readonly Section[] {
  if (cost === undefined) return [];
  const title = `Cost: ${headlineOf(cost)}`;
  return [
    {
      eventName: undefined,
      title,
      shortTitle: title,
      limits: [],
      notes: notesOf(cost),
      tables: cost.events === 0 ? [] : tablesOf(cost, maxValues),
    },
  ];
}

function headlineOf(cost: CostReport): string {
  if (cost.events === 0) return "no events";
  if (cost.cost === undefined) return `no price fits, ${hoursText(cost.seconds)} hours`;
  const priced = `${costText(cost.cost)} ${cost.currency} for ${hoursText(cost.seconds - cost.unpricedSeconds)} hours`;
  return cost.unpricedEvents === 0 ? priced : `${priced}, ${hoursText(cost.unpricedSeconds)} hours without a price`;
}

function notesOf({
  event,
  field,
  by,
  withoutDuration,
  leftOut,
  unusedPrices,
  unpriced,
  unpricedEvents,
}: CostReport): string[] {
  const values = counted(unpriced.groups.length + unpriced.rest.values, "value");
  return [
    `What ${field} of ${event} costs by the hour; prices depend on ${by}.`,
    ...(unpricedEvents === 0
      ? []
      : [`Without a price: ${counted(unpricedEvents, "event")} (${values} of ${by}), not in the cost.`]),
    ...(withoutDuration === 0
      ? []
      : [`Without ${field}: ${counted(withoutDuration, "event")}, not in hours and cost.`]),
    ...(leftOut === 0 ? [] : [`Left out: ${counted(leftOut, "event")} with a number or time that looks wrong.`]),
    ...(unusedPrices.length === 0 ? [] : [`Prices without an event: ${namesText(unusedPrices)}.`]),
  ];
}

function tablesOf(cost: CostReport, maxValues: number): ReportTable[] {
  const hasUnpriced = cost.unpricedEvents > 0;
  const shownFields = cost.breakdowns.filter(({ groups }) => groups.some(({ value }) => value !== undefined));
  return [
    ...(hasUnpriced ? [unpricedTable(cost, maxValues)] : []),
    ...shownFields.map(({ field, ...all }) => ({
      columns: [
        { title: field },
        ...["events", "hours", `cost (${cost.currency})`, "share"].map(right),
        ...(hasUnpriced ? [right("hours without a price")] : []),
      ],
      rows: rowsOf(all, maxValues).map(([name, figures]) => [
        name,
        figures.events.toLocaleString("en-US"),
        hoursText(figures.seconds),
        costText(figures.cost),
        shareText(figures.cost, cost.cost),
        ...(hasUnpriced ? [figures.unpricedEvents === 0 ? "" : hoursText(figures.unpricedSeconds)] : []),
      ]),
    })),
  ];
}

function unpricedTable({ by, unpriced }: CostReport, maxValues: number): ReportTable {
  return {
    columns: [{ title: `${by} without a price` }, right("events"), right("hours")],
    rows: rowsOf(unpriced, maxValues).map(([name, { events, seconds }]) => [
      name,
      events.toLocaleString("en-US"),
      hoursText(seconds),
    ]),
  };
}

/** The first values; the others share a row. */
function rowsOf({ groups, rest }: CostGroups, maxValues: number): (readonly [name: string, figures: CostFigures])[] {
  const left = groups.slice(maxValues);
  const more = left.length + rest.values;
  const name = `(${rest.isBounded ? "at least " : ""}${more.toLocaleString("en-US")} more)`;
  return [
    ...groups.slice(0, maxValues).map((group) => [valueName(group.value), group] as const),
    ...(more === 0 ? [] : [[name, together([...left, rest])] as const]),
  ];
}

function together(parts: readonly CostFigures[]): CostFigures {
  const sum = (of: (figures: CostFigures) => number): number => parts.reduce((all, each) => all + of(each), 0);
  return {
    events: sum(({ events }) => events),
    unpricedEvents: sum(({ unpricedEvents }) => unpricedEvents),
    seconds: sum(({ seconds }) => seconds),
    unpricedSeconds: sum(({ unpricedSeconds }) => unpricedSeconds),
    cost: parts.every(({ cost }) => cost === undefined) ? undefined : sum(({ cost = 0 }) => cost),
  };
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).map(valueName).join(", ");
  return names.length > shownNames ? `${shown} and ${names.length - shownNames} more` : shown;
}

function hoursText(seconds: number): string {
  return formatNumber(seconds / 3600);
}

/** Cents; 0.00 only for nothing. */
function costText(cost: number | undefined): string {
  if (cost === undefined) return "–";
  if (cost > 0 && cost < 0.005) return "< 0.01";
  if (cost > Number.MAX_SAFE_INTEGER) return formatNumber(cost);
  return cost.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Nothing has a share where all is free. */
function shareText(cost: number | undefined, whole: number | undefined): string {
  return cost === undefined || whole === undefined || whole === 0 ? "–" : formatShare(cost / whole);
}
