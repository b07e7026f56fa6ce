import { type Html, html, trusted } from "@metric-events/text";
import type { EventReport, Report } from "../model/report.js";
import { anomalyExamples, anomalyText, anomalyWhere } from "../render/anomaly-prose.js";
import { quantityText } from "../render/format.js";
import { notes, reportHeadline } from "../render/headline.js";
import { comparisonSections } from "../sections/comparison-section.js";
import { objectiveSections } from "../sections/objectives-section.js";
import type { Section } from "../sections/section.js";
import { sectionsOf } from "../sections/sections-of.js";
import { cards } from "./parts.js";
import { sectionFigures } from "./section-figures.js";
import { style } from "./style.js";

/** The report as one file: no script, and nothing from elsewhere. */
export function reportPage(report: Report): string {
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
<title>Metric events: ${reportHeadline(report)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#events">To the numbers</a>
<header>
<h1>Metric events</h1>
<p>${reportHeadline(report)}.</p>
<p class="muted">${notes(report).join("; ")}.</p>
<nav aria-label="Events"><ul>${events.map(({ eventName }) => html`<li><a href="#${eventName}">${eventName}</a></li>`)}</ul></nav>
</header>
<main>
${objectives(report)}
${wrong(report)}
${overview(report, sectionsAbout(undefined))}
${events.map((event) => eventSection(event, sectionsAbout(event.eventName), report))}
</main>
</body>
</html>
`;
  return markup;
}

function objectives(report: Report): Html | "" {
  const sections = [...objectiveSections(report), ...comparisonSections(report)];
  if (sections.length === 0) return "";
  return html`<section aria-label="Objectives and comparison">
${cards(sections.flatMap((section) => sectionFigures(section, report)))}</section>`;
}

function wrong(report: Report): Html {
  if (report.findings.length === 0) {
    return html`<section class="fine"><h2>What looks wrong</h2><p>Nothing.</p></section>`;
  }
  const items = report.findings.map((anomaly) => {
    const where = anomalyWhere(anomaly, report);
    const examples = anomalyExamples(anomaly, report);
    const list =
      examples.length === 0
        ? ""
        : html`<details><summary>Lines</summary><ul>${examples.map((each) => html`<li>${each}</li>`)}</ul></details>`;
    return html`<li class="${anomaly.severity}">${anomalyText(anomaly)}${where === "" ? "" : html` <span class="muted">${where}</span>`}${list}</li>
`;
  });
  return html`<section class="wrong"><h2>What looks wrong</h2><ul>${items}</ul></section>`;
}

function overview(report: Report, sections: readonly Section[]): Html {
  if (report.events.length === 0) return html`<section id="events"><p>There is nothing to show.</p></section>`;
  const tiles = report.events.map(
    ({ eventName, count, perDay }) =>
      html`<li>${eventName}<b>${count.toLocaleString("en-US")}</b><span class="muted">${perDay === undefined ? "" : `${quantityText(Math.round(perDay * 10) / 10, undefined)} per day`}</span></li>
`,
  );
  return html`<section id="events" aria-label="All events">
<ul class="tiles">
${tiles}</ul>
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
