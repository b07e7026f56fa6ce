import { count } from "@metric-events/text";
import type { FigureChange, Report } from "../model/report.js";
import { formatMoment, formatNumber, formatShare, quantityText } from "../render/format.js";
import { right } from "./columns.js";
import type { Section } from "./section.js";

/** Each figure of all events, and of groups and shares those that changed by more than noise. */
export function comparisonSections({ comparison, zone }: Report): readonly Section[] {
  if (comparison === undefined) return [];
  const { against, changes } = comparison;
  const { since, until } = against.selection;
  const range =
    against.range === undefined
      ? "no events"
      : `${count(against.events, "event")} from ${formatMoment(against.range.first, zone)} to ${formatMoment(against.range.last, zone)}`;
  const time =
    since === undefined || until === undefined
      ? ""
      : `, of the time from ${formatMoment(since, zone)} to ${formatMoment(until, zone)}`;
  const shown = changes.filter(isShown);
  const left = changes.length - shown.length;
  return [
    {
      eventName: undefined,
      title: "Compared",
      shortTitle: "Compared",
      limits: [],
      notes: [
        `Against ${range}, in ${count(against.files.length, "file")}${time}.`,
        ...(left === 0
          ? []
          : [`${count(left, "figure")} of groups and shares without a change of more than noise, left out.`]),
      ],
      tables: [
        {
          columns: [
            { title: "event" },
            { title: "figure" },
            right("before"),
            right("now"),
            right("change"),
            { title: "more than noise" },
          ],
          rows: shown.map((each) => [
            each.event,
            figureText(each),
            valueText(each.before, each),
            valueText(each.now, each),
            changeText(each),
            each.isNotable === undefined ? "too few to say" : each.isNotable ? "yes" : "no",
          ]),
        },
      ],
    },
  ];
}

function isShown({ of, isNotable }: FigureChange): boolean {
  return isNotable === true || of.kind === "count" || (of.kind === "quantile" && of.group === undefined);
}

function figureText({ of }: FigureChange): string {
  switch (of.kind) {
    case "count":
      return "count";
    case "quantile":
      return `${of.quantile} of ${of.field}${of.group === undefined ? "" : ` (${of.group})`}`;
    case "share":
      return `share of ${of.field}=${of.value}`;
    default:
      return of satisfies never;
  }
}

function valueText(value: number | undefined, { of }: FigureChange): string {
  if (value === undefined) return "–";
  if (of.kind === "share") return formatShare(value);
  return of.kind === "count" ? formatNumber(value) : quantityText(value, of.unit);
}

/** In points of a share, else in proportion to the former value. */
function changeText({ of, now, before }: FigureChange): string {
  if (now === undefined || before === undefined) return "–";
  if (of.kind === "share") return `${signed((now - before) * 100)} points`;
  return before === 0 ? "–" : `${signed((now / before - 1) * 100)} %`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: 1 })}`;
}
