import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { compact } from "./compact.js";
import { type Html, html, trusted } from "./html.js";

/** Sizes in which each chart is drawn, in CSS pixels: text in a picture that is scaled down to a phone cannot be read. */
const sizes = [
  { name: "wide", width: 640, height: 260, marginLeft: 56 },
  { name: "narrow", width: 340, height: 240, marginLeft: 48 },
] as const;

type ChartSize = (typeof sizes)[number];

/** What is needed of the element that Plot makes. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
}

/** A chart in all sizes, of which style sheets show one. `label` says in a sentence what it shows. */
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
    // Plot's own style sheet names fonts and colors, which those of the page are to decide.
    for (const style of svg.querySelectorAll("style")) style.remove();
    // linkedom leaves < and & in attributes as they are.
    return html`<svg aria-label="${label}"${trusted(compact(svg.outerHTML).slice("<svg".length))}`;
  })}`;
}

/** Colors of series, as the style sheet has them for light and dark. */
export const seriesColors = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);
export const restColor = "var(--series-rest)";
