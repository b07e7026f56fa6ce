import { createHash } from "node:crypto";
import { type Html, html, trusted } from "@metric-events/text";
import { parseHTML } from "../vendor/linkedom.js";
import * as Plot from "../vendor/plot.js";
import { compact } from "./compact.js";

/** Sizes in which each chart is drawn, in CSS pixels: text in a picture scaled down to a phone is illegible. */
const sizes = [
  { name: "wide", width: 640, height: 250, marginLeft: 56 },
  { name: "narrow", width: 340, height: 250, marginLeft: 48 },
] as const;
const marginRight = 12;

export type ChartSize = (typeof sizes)[number];

/** What we use of the elements that Plot makes. */
interface Drawing {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  removeAttribute(name: string): void;
  innerHTML: string;
  querySelectorAll(selector: string): Iterable<Drawing & { remove(): void }>;
}

/**
 * A chart in all sizes, of the same height in each. Lines and areas are there once: the narrow chart shows those of the wide one, pressed
 * together. The style sheet shows one of the sizes. `label` describes it in a sentence. */
export function draw(label: string, optionsFor: (size: ChartSize) => Plot.PlotOptions): Html {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const id = `c${createHash("sha256").update(label).digest("hex").slice(0, 12)}`;
  return html`${sizes.map((size) => {
    const { name, ...measures } = size;
    const svg: Drawing = Plot.plot({
      ...measures,
      marginRight,
      marginBottom: 32,
      ...optionsFor(size),
      // linkedom has all of a document that Plot uses.
      document: document as never,
    });
    svg.setAttribute("role", "img");
    svg.setAttribute("class", `chart ${name}`);
    // Plot's own style sheet sets fonts and colors; ours should decide.
    for (const style of svg.querySelectorAll("style")) style.remove();
    // The label says what the picture shows; axes, grids and lines add nothing to listen to.
    for (const [index, part] of [...svg.querySelectorAll("[aria-label]")].entries()) {
      const kind = part.getAttribute("aria-label") ?? "";
      part.removeAttribute("aria-label");
      if (/axis|grid/.test(kind)) part.setAttribute("aria-hidden", "true");
      if (/^[xy]-axis tick label$/.test(kind)) part.setAttribute("class", kind.slice(0, "x-axis".length));
      else if (kind === "line" || kind === "area") share(part, `${id}-${index}`, size);
    }
    // linkedom does not escape < and & in attributes.
    return html`<svg aria-label="${label}"${trusted(compact(svg.outerHTML).slice("<svg".length))}`;
  })}`;
}

/** Gives lines and areas a name in the wide chart, and refers to them in the narrow one. */
function share(part: Drawing, id: string, { name, width, marginLeft }: ChartSize): void {
  const [wide] = sizes;
  if (name === "wide") {
    part.setAttribute("id", id);
    return;
  }
  const factor = (width - marginLeft - marginRight) / (wide.width - wide.marginLeft - marginRight);
  const shift = marginLeft - factor * wide.marginLeft;
  part.innerHTML = `<use href="#${id}" transform="matrix(${factor.toFixed(4)} 0 0 1 ${shift.toFixed(2)} 0)"></use>`;
  part.removeAttribute("transform");
}

/** A chart of our own markup in all sizes, with the same frame as those of {@link draw}. */
export function drawMarkup(label: string, contentFor: (size: ChartSize) => Html): Html {
  return html`${sizes.map(
    (size) =>
      html`<svg aria-label="${label}" role="img" class="chart ${size.name}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" fill="currentColor" text-anchor="middle">${contentFor(size)}</svg>`,
  )}`;
}

/** Colors of series, as the style sheet has them for light and dark. */
export const seriesColors = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);
export const restColor = "var(--series-rest)";
