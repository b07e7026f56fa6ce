import type { Report } from "../model/report.js";
import { formatMoment, quantityText } from "../render/format.js";
import { right } from "./columns.js";
import type { Section } from "./section.js";

/** How often each event came. */
export function eventsSection({ events, by, input, zone }: Report): Section {
  return {
    eventName: undefined,
    title: "Events",
    shortTitle: "Events",
    limits: [],
    notes: [],
    tables: [
      {
        columns: [
          { title: "event" },
          right("count"),
          right("per day"),
          right(everyTitle(by, input.origins)),
          { title: "first" },
          { title: "last" },
        ],
        rows: events.map(({ eventName, count, perDay, everySeconds, first, last }) => [
          eventName,
          count.toLocaleString("en-US"),
          perDay === undefined ? "–" : quantityText(Math.round(perDay * 10) / 10, undefined),
          quantityText(everySeconds, "s"),
          formatMoment(first, zone),
          formatMoment(last, zone),
        ]),
        trend: { of: "count", rows: events.map(({ timeline }) => timeline) },
      },
    ],
    chart: { kind: "events" },
  };
}

function everyTitle(by: string | undefined, origins: number): string {
  const apart = [
    ...(by === undefined ? [] : [by]),
    ...(origins > 1 && by?.split(", ").includes("host") !== true ? ["host"] : []),
  ];
  return apart.length === 0 ? "every" : `every, per ${apart.join(" and ")}`;
}
