import type { FieldModel, FieldRow } from "@metric-events/schema";
import { type Html, html, inlineHtml } from "@metric-events/text";
import { type Cell, deprecatedMark, interleaved, scrollingTable } from "./layout.js";

export function fieldTableHtml(caption: string, rows: readonly FieldRow[]): Html {
  return scrollingTable(caption, ["field", "value", "unit", "kind", "meaning"], rows.map(tableRow));
}

function tableRow({ path, field }: FieldRow): readonly Cell[] {
  const { accepts, unit = "", kind = "", required } = field;
  const optional = required ? "" : html` <span class="muted">optional</span>`;
  return [
    { content: html`<code>${path}</code>${optional}` },
    { content: accepts, style: "value" },
    { content: unit },
    { content: kind },
    { content: meaning(field), style: "meaning" },
  ];
}

function meaning(field: FieldModel): Html {
  const {
    deprecated,
    description,
    partOf,
    spans,
    origin,
    expectedMaximum,
    cardinality,
    buckets,
    otel,
    since,
    examples = [],
  } = field;
  const shown = examples.map((example) => html`<code>${JSON.stringify(example)}</code>`);
  const facts = [
    ...(partOf === undefined ? [] : [html`Part of <code>${partOf}</code>.`]),
    ...(spans === undefined ? [] : [html`Reaches back to the <code>${spans}</code>.`]),
    ...(origin === undefined ? [] : [html`The host that the event comes from.`]),
    ...(expectedMaximum === undefined ? [] : [html`At most <code>${String(expectedMaximum)}</code> expected.`]),
    ...(cardinality === undefined ? [] : [cardinality === "low" ? html`Few values.` : html`Many values.`]),
    ...(buckets === undefined ? [] : [html`Buckets: <code>${buckets.join(", ")}</code>.`]),
    ...(otel === undefined ? [] : [html`In OpenTelemetry <code>${otel}</code>.`]),
    ...(since === undefined ? [] : [html`Since ${since}.`]),
    ...(Object.hasOwn(field, "default") ? [html`Default: <code>${JSON.stringify(field.default)}</code>.`] : []),
    ...(shown.length === 0 ? [] : [html`Examples: ${interleaved(shown, ", ")}.`]),
  ];
  return html`${deprecated === true ? deprecatedMark : ""}${inlineHtml(description)}${facts.length === 0 ? "" : html` <span class="muted">${interleaved(facts, " ")}</span>`}`;
}
