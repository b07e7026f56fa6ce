import { type Html, html, trusted } from "@metric-events/text";
import type { Anomaly } from "../model/anomaly.js";
import type { EventReport, Report } from "../model/report.js";
import { anomalyExamples, anomalyText, anomalyWhere, silencedText } from "../render/anomaly-prose.js";
import { quantityText } from "../render/format.js";
import { notes, pageTitle, reportHeadline } from "../render/headline.js";
import { comparisonSections } from "../sections/comparison-section.js";
import { costSections } from "../sections/cost-section.js";
import { objectiveSections } from "../sections/objectives-section.js";
import { presented } from "../sections/presented.js";
import type { Section } from "../sections/section.js";
import { sectionsOf } from "../sections/sections-of.js";
import { cards, chartId, tableHtml } from "./parts.js";
import { sectionFigures } from "./section-figures.js";
import { style } from "./style.js";

const maxTiles = 4;

/** The report as one file: no script, and nothing from elsewhere. */
export function reportPage(given: Report): string {
  const report = presented(given);
  // A page has room for all values.
  const sections = sectionsOf(report, { maxValues: Number.POSITIVE_INFINITY });
  const sectionsAbout = (name: string | undefined): readonly Section[] =>
    sections.filter(({ eventName }) => eventName === name);
  const events = report.events.filter(({ eventName }) => sectionsAbout(eventName).length > 0);
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${pageTitle(report)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#events">To the numbers</a>
<header>
<h1>${pageTitle(report)}</h1>
<p>${reportHeadline(report)}.</p>
<p class="muted">${notes(report).join("; ")}.</p>
<nav aria-label="Events"><ul>${events.map(({ eventName }) => html`<li><a href="#${eventName}">${eventName}</a></li>`)}</ul></nav>
</header>
<main>
${objectives(report)}
${tiles(report)}
${wrong(report)}
${overview(report, sectionsAbout(undefined))}
${events.map((event) => eventSection(event, sectionsAbout(event.eventName), report))}
</main>
</body>
</html>
`;
  return markup;
}

/** A line for each objective, comparison and cost, with its tables when asked for. */
function objectives(report: Report): Html | "" {
  const sections = [
    ...objectiveSections(report),
    ...comparisonSections(report),
    ...costSections(report, { maxValues: Number.POSITIVE_INFINITY }),
  ];
  if (sections.length === 0) return "";
  return html`<section class="lines" aria-label="Objectives, comparison and cost">
${sections.map(
  ({ title, notes: sentences, tables }) =>
    html`<details><summary><b>${title}</b></summary><p class="muted">${sentences.join(" ")}</p><div class="tables">${tables.map((table) => tableHtml(table, title))}</div></details>
`,
)}</section>`;
}

/** How often the first events came; the table of all events follows below. */
function tiles({ events }: Report): Html | "" {
  if (events.length === 0) return "";
  return html`<ul class="tiles">
${events.slice(0, maxTiles).map(
  ({ eventName, count, perDay }) =>
    html`<li>${eventName}<b>${count.toLocaleString("en-US")}</b><span class="muted">${perDay === undefined ? "" : `${quantityText(Math.round(perDay * 10) / 10, undefined)} per day`}</span></li>
`,
)}</ul>`;
}

function wrong(report: Report): Html {
  if (report.findings.length === 0) {
    return html`<section class="fine"><h2>What looks wrong</h2><p>Nothing.</p>${silenced(report)}</section>`;
  }
  const items = report.findings.map((anomaly) => {
    const where = anomalyWhere(anomaly, report);
    const examples = anomalyExamples(anomaly, report);
    const sentence = html`${anomalyText(anomaly)}${where === "" ? "" : html` <span class="muted">${where}</span>`}`;
    const chart = chartLink(anomaly, report);
    if (examples.length === 0) return html`<li class="${anomaly.severity}">${sentence} ${chart}</li>\n`;
    const lines = html`<ul>${examples.map((each) => html`<li>${each}</li>`)}</ul>`;
    return html`<li class="${anomaly.severity}"><details><summary>${sentence}</summary>${chart}${lines}</details></li>\n`;
  });
  return html`<section class="wrong"><h2>What looks wrong</h2><ul>${items}</ul>${silenced(report)}</section>`;
}

/** To the chart of the field that a finding is about, else to the charts of its event. */
function chartLink(anomaly: Anomaly, { events }: Report): Html | "" {
  const name = "event" in anomaly ? anomaly.event : "events" in anomaly ? anomaly.events[0] : undefined;
  const event = events.find(({ eventName }) => eventName === name);
  if (event === undefined) return "";
  const measure =
    "field" in anomaly
      ? event.measures.find(({ field, total }) => field === anomaly.field && total !== undefined)
      : undefined;
  const target = measure === undefined ? event.eventName : chartId(event.eventName, measure.field);
  return html`<a href="#${target}">charts of ${measure?.field ?? event.eventName}</a>`;
}

function silenced(report: Report): Html | "" {
  const text = silencedText(report);
  return text === undefined ? "" : html`<p class="muted">${text}.</p>`;
}

function overview(report: Report, sections: readonly Section[]): Html {
  if (report.events.length === 0) return html`<section id="events"><p>There is nothing to show.</p></section>`;
  return html`<section id="events" aria-label="All events">
${cards(sections.flatMap((section) => sectionFigures(section, report)))}</section>
`;
}

function eventSection({ eventName, description }: EventReport, sections: readonly Section[], report: Report): Html {
  return html`<section id="${eventName}" aria-labelledby="${eventName}-title">
<h2 id="${eventName}-title">${eventName}</h2>
<p>${description}</p>
${cards(sections.flatMap((section) => sectionFigures(section, report)))}</section>
`;
}
