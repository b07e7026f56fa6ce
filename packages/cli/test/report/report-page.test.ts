import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fleetLog, toolPath } from "@metric-events/test-support";
import axe, { type AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "../support/memory-context.js";

// The page in a real browser: that of the system, which CI has to have.
const executablePath = toolPath(["chromium", "chromium-browser", "google-chrome"], "chromium");

const folder = mkdtempSync(join(tmpdir(), "metric-events-page-"));
const url = pathToFileURL(join(folder, "report.html")).href;
let markup = "";

beforeAll(async () => {
  const lines = [...fleetLog({ seed: 5, events: 4000, jobEvery: 120 })];
  writeFileSync(join(folder, "metrics.log"), `${lines.join("\n")}\n<script>document.title = "gotcha"</script>\n`);
  const hostile = `{"timestamp":1788220900,"event":"runner_installed","flavor":"<img src=x onerror=alert(1)>","duration":1}\n`;
  writeFileSync(join(folder, "more.log"), hostile);
  const args = ["report", "--utc", "--format", "html", "--out", "report.html", "metrics.log", "more.log"];
  const { exitCode, stderr } = await runCommand(args, { cwd: folder });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  markup = readFileSync(join(folder, "report.html"), "utf8");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the page is the same each time, needs no script and nothing from elsewhere", async () => {
  const { stdout } = await runCommand(["report", "--utc", "--format", "html", "metrics.log", "more.log"], {
    cwd: folder,
  });
  expect(stdout === markup).toBe(true);
  // What is in quotes is text: there, nothing may end the quotes or begin a tag.
  expect(/="[^"]*<[^"]*"/.exec(markup)?.[0]).toBeUndefined();
  const unquoted = markup.replaceAll(/(?:aria-label|data-name)="[^"]*"/g, "");
  expect(/<script|<link|<iframe|@import|url\(|<[^>]*\son\w+=|(?:src|href)="(?!#)/.exec(unquoted)?.[0]).toBeUndefined();
  // Names of the XML vocabulary are no addresses to fetch.
  expect(markup.replaceAll(/xmlns(?::\w+)?="[^"]+"/g, "").includes("://")).toBe(false);
  expect(markup.includes("&lt;img src=x onerror=alert(1)&gt;")).toBe(true);
});

it("every picture has a text in its place, and its numbers in a table", () => {
  const charts = markup.match(/<svg[^>]*class="chart [^>]*>/g) ?? [];
  expect(charts.length).toBeGreaterThan(20);
  for (const chart of charts) expect(chart).toMatch(/^(?=.* role="img")(?=.* aria-label="[^"]{20,}")/);
  expect(charts.filter((chart) => chart.includes("chart wide")).length).toBe(charts.length / 2);
  for (const figure of markup.match(/<figure[\s\S]*?<\/figure>/g) ?? []) expect(/<table[ >]/.test(figure)).toBe(true);
});

/** The texts of an axis of the chart whose label begins so. */
function tickLabels(label: string, axis: "x" | "y"): readonly string[] {
  const from = markup.indexOf(`<svg aria-label="${label}`);
  expect(from).toBeGreaterThan(0);
  const chart = markup.slice(from, markup.indexOf("</svg>", from));
  const [, group = ""] = new RegExp(`class="${axis}-axis"[^>]*>(.*?)</g>`, "s").exec(chart) ?? [];
  return [...group.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text = ""]) =>
    text.replaceAll(/<[^>]*>/g, " ").trim(),
  );
}

it("axes name what they show: durations at each step of a logarithmic scale, and times by a clock of 24 hours", () => {
  const durations = tickLabels("queue_duration of runner_start over time: over all", "y");
  expect(durations.length).toBeGreaterThanOrEqual(3);
  for (const text of durations) expect(text).toMatch(/^\d+(?:ms|s|m|h)$/);
  const times = tickLabels("Events over time", "x");
  expect(times.length).toBeGreaterThanOrEqual(4);
  expect(times[0]).toMatch(/^\d\d:00 +Sep \d+$/);
  for (const text of times) expect(text).toMatch(/^\d\d:00(?: +Sep \d+)?$/);
});

it("what happened seldom is joined to a line, and not strewn over the chart as dots", () => {
  const from = markup.indexOf('<svg aria-label="duration of reconciliation over time: over all');
  const chart = markup.slice(from, markup.indexOf("</svg>", from));
  expect(chart.includes("<circle")).toBe(false);
  const lines = [...chart.matchAll(/<path[^>]* d="([^"]*)"/g)].map(([, path = ""]) => path);
  expect(lines.filter((path) => path.length > 200).length).toBeGreaterThanOrEqual(4);
});

it("a picture is read as its label; axes, grids and lines have nothing to add", () => {
  const charts = markup.match(/<svg[^>]*class="chart [\s\S]*?<\/svg>/g) ?? [];
  for (const chart of charts) {
    expect(chart.slice(1).includes("aria-label=", chart.indexOf(">"))).toBe(false);
    expect(chart.includes('aria-hidden="true"')).toBe(true);
  }
});

it("every table says what it is about", () => {
  const tables = markup.match(/<table[^>]*>[\s\S]{80}/g) ?? [];
  expect(tables.length).toBeGreaterThan(40);
  expect(tables.filter((table) => !/^<table[^>]*><caption>\S/.test(table))).toEqual([]);
});

it("different events are drawn below each other, each on its own scale", () => {
  const from = markup.indexOf('<svg aria-label="Events over time');
  const chart = markup.slice(from, markup.indexOf("</svg>", from));
  const rows = [...chart.matchAll(/<g transform="translate\(0,([\d.]+)\)"[^>]*><path [^>]*fill="var\(--series-/g)];
  expect(rows.length).toBe(4);
  expect(new Set(rows.map(([, top]) => top)).size).toBe(4);
});

it("measures are drawn for each value of the first dimension, with their maxima in a table", () => {
  expect(markup.includes("<h3>queue_duration by flavor</h3>")).toBe(true);
  expect(/<summary>Data: max of queue_duration over time by flavor<\/summary>/.test(markup)).toBe(true);
  expect(/aria-label="queue_duration of runner_start over time by flavor: max small [^"]*gpu /.test(markup)).toBe(true);
});

it("counts that add up to another one are stacked below its line, and others are lines", () => {
  const from = markup.indexOf(
    '<svg aria-label="crashed_runners, idle_runners, active_runners, expected_runners of reconciliation',
  );
  expect(from).toBeGreaterThan(0);
  const chart = markup.slice(from, markup.indexOf("</svg>", from));
  expect([...chart.matchAll(/<path [^>]*\bfill="(var\(--series-\d\))"/g)].map(([, color]) => color)).toEqual([
    "var(--series-2)",
    "var(--series-3)",
  ]);
  expect([...chart.matchAll(/<g [^>]*stroke="(var\(--series-\d\))"/g)].map(([, color]) => color)).toEqual([
    "var(--series-1)",
    "var(--series-4)",
  ]);
  expect(markup.includes("Stacked: the parts of expected_runners.")).toBe(true);
});

it("a page of many charts stays small", () => expect(markup.length).toBeLessThan(1_200_000));

describe.skipIf(executablePath === undefined)("in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    // The limits of the test hold for the browser, too.
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"], timeout: 0 });
  });
  afterAll(() => browser?.close());

  async function openPage(options: BrowserContextOptions): Promise<Page> {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(0);
    return page;
  }

  const views = [1280, 400].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  it.each(views)(
    "at $width pixels, $colorScheme: nothing sticks out, all can be read",
    async ({ width, colorScheme }) => {
      const page = await openPage({ viewport: { width, height: 900 }, colorScheme });
      const requests: string[] = [];
      const problems: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(String(error)));
      await page.goto(url);
      expect(requests).toEqual([url]);
      expect(problems).toEqual([]);
      expect(await page.title()).toMatch(/^Metric events, 2026-09-01 to 2026-09-\d\d$/);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await smallestText(page)).toBeGreaterThanOrEqual(8);
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.close();
    },
  );

  it("one gets everywhere with the keyboard, in the order of the page", async () => {
    const page = await openPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    const visited: string[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      visited.push(
        await page.evaluate<string>(
          "document.activeElement.tagName + ' ' + (document.activeElement.getAttribute('href') ?? document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent)",
        ),
      );
    }
    expect(visited.slice(0, 7)).toEqual([
      "A #events",
      "A #runner_start",
      "A #runner_stop",
      "A #reconciliation",
      "A #runner_installed",
      "SUMMARY 1 bad line (not JSON: 1), left out; metric-events validate lists all",
      "SUMMARY Data: events over time",
    ]);
    await page.close();
  });

  it("cards leave no holes: each row is full", async () => {
    const page = await openPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(url);
    const grids = await page.evaluate<readonly (readonly number[])[]>(
      "[...document.querySelectorAll('.grid')].map((grid) => [grid, ...grid.children].map((each) => each.getBoundingClientRect()).map(({ width, height }) => width * (height + 16)))",
    );
    expect(grids.length).toBeGreaterThan(3);
    for (const [whole = 0, ...parts] of grids)
      expect(parts.reduce((sum, area) => sum + area, 0)).toBeGreaterThan(0.95 * whole);
    await page.close();
  });

  it("each figure is one stop for the keyboard, and scrolls only inside of what was opened", async () => {
    const page = await openPage({ viewport: { width: 400, height: 900 } });
    await page.goto(url);
    const figures = await page.evaluate<readonly (readonly [number, readonly string[]])[]>(
      `[...document.querySelectorAll("figure")].map((figure) => [
        [...figure.querySelectorAll("summary, a, [tabindex]")].filter((each) => each.checkVisibility()).length,
        [...figure.querySelectorAll("*")].filter((each) => each.closest("details, svg, thead") === null && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0).map((each) => each.outerHTML.slice(0, 300)),
      ])`,
    );
    expect(figures.length).toBeGreaterThan(10);
    for (const [stops, overflows] of figures) expect([stops, overflows]).toEqual([Math.min(1, stops), []]);
    await page.close();
  });

  it("on paper nothing is cut off, scrolls or is wider than the page", async () => {
    const page = await openPage({ viewport: { width: 718, height: 1000 } });
    await page.emulateMedia({ media: "print" });
    await page.goto(url);
    const cut = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll("body *")].filter((each) => each.checkVisibility() && each.closest("svg, .skip, thead") === null)
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(each).overflowX !== "visible" && each.scrollHeight > each.clientHeight + 1))
        .map((each) => each.outerHTML.slice(0, 200))`,
    );
    expect(cut).toEqual([]);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });
});

/** CSS pixels of the smallest letters that are on the page, in pictures as they are scaled. */
async function smallestText(page: Page): Promise<number> {
  return page.evaluate<number>(`Math.min(...[...document.querySelectorAll("svg.chart text")]
    .filter((text) => text.getClientRects().length > 0 && text.textContent.trim() !== "")
    .map((text) => {
      const svg = text.ownerSVGElement;
      return parseFloat(getComputedStyle(text).fontSize) * (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width);
    }))`);
}

/** What axe-core has against the page, with all details open: contrast, names, tables, structure. */
async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  // One row of numbers is like the others, of which there are thousands.
  await page.evaluate(
    "for (const row of document.querySelectorAll('.numbers tbody tr:nth-child(n + 3)')) row.remove()",
  );
  await page.evaluate(axe.source);
  const { passes, violations } = await page.evaluate<Pick<AxeResults, "passes" | "violations">>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  expect(passes.length).toBeGreaterThan(20);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}
