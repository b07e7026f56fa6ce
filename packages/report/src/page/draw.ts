import { type Html, html, trusted } from "@metric-events/text";
import { parseHTML } from "../vendor/linkedom.js";
import * as Plot from "../vendor/plot.js";
import { compact } from "./compact.js";

/** Sizes in which each chart is drawn, in CSS pixels: text in a picture scaled down to a phone is illegible. */
const sizes = [
  { name: "wide", width: 640, height: 260, marginLeft: 56 },
  { name: "narrow", width: 340, height: 240, marginLeft: 48 },
] as const;

type ChartSize = (typeof sizes)[number];

/** What we use of the element that Plot makes. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
}

/** A chart in all sizes; the style sheet shows one of them. `label` describes it in a sentence. */
export function draw(label: string, optionsFor: (size: ChartSize) => Plot.PlotOptions): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  return html`${sizes.map((size) => {
    const { name, ...measures } = size;
    const svg: Drawing = Plot.plot({
      ...measures,
      marginRight: 12,
      marginBottom: 32,
      ...optionsFor(size),
      // linkedom has all of a document that Plot uses.
      document: document as never,
    });
    svg.setAttribute("role", "img");
    svg.setAttribute("class", `chart ${name}`);
    // Plot's own style sheet sets fonts and colors; ours should decide.
    for (const style of svg.querySelectorAll("style")) style.remove();
    // linkedom does not escape < and & in attributes.
    return html`<svg aria-label="${label}"${trusted(compact(svg.outerHTML).slice("<svg".length))}`;
  })}`;
}

/** Colors of series, as the style sheet has them for light and dark. */
export const seriesColors = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);
export const restColor = "var(--series-rest)";
