import type { Report } from "../model/report.js";
import { findingExamples, findingText } from "../render/finding-prose.js";
import { formatQuantity, formatWall } from "../render/format.js";
import { headline, notes } from "../render/headline.js";
import { eventsTable, hasContent } from "../render/tables.js";
import { countChart } from "./count-chart.js";
import { restColor, seriesColors } from "./draw.js";
import { eventSection } from "./event-section.js";
import { type Html, html, trusted } from "./html.js";
import { dataTable, figure, legend, tableHtml } from "./parts.js";
import { style } from "./style.js";

/** The report as one file: no script, and nothing from elsewhere. */
export function pageReport(report: Report): string {
  const sections = report.events.filter(hasContent);
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Metric events: ${headline(report)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#events">To the numbers</a>
<header>
<h1>Metric events</h1>
<p>${headline(report)}.</p>
<p class="muted">${notes(report).join("; ")}.</p>
<nav aria-label="Events"><ul>${sections.map(({ eventName }) => html`<li><a href="#${eventName}">${eventName}</a></li>`)}</ul></nav>
</header>
<main>
${wrong(report)}
${overview(report)}
${sections.map((event) => eventSection(event, report))}
</main>
</body>
</html>
`;
  return markup;
}

function wrong({ findings, bucketSeconds }: Report): Html {
  if (findings.length === 0) {
    return html`<section class="fine"><h2>What looks wrong</h2><p>Nothing.</p></section>`;
  }
  const items = findings.map((finding) => {
    const examples = findingExamples(finding);
    const list =
      examples.length === 0
        ? ""
        : html`<ul tabindex="0" aria-label="Lines">${examples.map((each) => html`<li>${each}</li>`)}</ul>`;
    return html`<li>${findingText(finding, bucketSeconds)}${list}</li>
`;
  });
  return html`<section class="wrong"><h2>What looks wrong</h2><ul>${items}</ul></section>`;
}

function overview(report: Report): Html {
  if (report.events.length === 0) return html`<section id="events"><p>There is nothing to show.</p></section>`;
  const series = report.events.map(({ eventName, timeline }, index) => ({
    name: eventName,
    color: index < seriesColors.length ? (seriesColors[index] ?? restColor) : restColor,
    counts: timeline,
  }));
  const tiles = report.events.map(
    ({ eventName, count, perDay }) =>
      html`<li>${eventName}<b>${count.toLocaleString("en-US")}</b><span class="muted">${perDay === undefined ? "" : `${formatQuantity(Math.round(perDay * 10) / 10, undefined)} per day`}</span></li>
`,
  );
  const overTime = {
    columns: [{ title: "from" }, ...series.map(({ name }) => ({ title: name, align: "right" }) as const)],
    rows: report.buckets.map((start, index) => [
      formatWall(start, report.bucketSeconds),
      ...series.map(({ counts }) => (counts[index] ?? 0).toLocaleString("en-US")),
    ]),
  };
  const label = `Events over time: ${report.events.map(({ eventName, count }) => `${eventName} ${count}`).join(", ")}`;
  return html`<section id="events" aria-label="All events">
<ul class="tiles">
${tiles}</ul>
<div class="grid">
${figure("Events over time", `In steps of ${formatQuantity(report.bucketSeconds, "s")}.`, legend(series), countChart(report, label, series), dataTable(overTime, "events over time"))}
${figure("Events", "How often each came.", tableHtml(eventsTable(report, 0), "Events"))}</div></section>
`;
}
