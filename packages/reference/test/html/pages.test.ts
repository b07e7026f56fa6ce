import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { toolPath } from "@metric-events/test-support";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeReference } from "../../src/index.js";
import { doorClosed, doorOpened, eventSchema, modelOf } from "../support/models.js";

// The pages in a real browser: that of the system, which CI has to have.
const executablePath = toolPath(["chromium", "chromium-browser", "google-chrome"], "chromium");

const long = `windows_${"of_a_house_with_very_many_windows_".repeat(3)}counted`;
const more = Array.from({ length: 100 }, (_, index) => [
  eventSchema(`${long}${index}`, {
    [`field_${"long_".repeat(20)}${index}`]: { description: "Panes.", type: "integer", kind: "count", unit: "{pane}" },
  }),
  eventSchema(`bell_rung${index}`, {}),
]).flat();

describe.skipIf(executablePath === undefined)("in Chromium, from files", () => {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-reference-"));
  const url = (path: string): string => pathToFileURL(join(folder, path)).href;
  let browser: Browser;
  beforeAll(async () => {
    writeReference(folder, modelOf(doorOpened, doorClosed, ...more));
    // The limits of the test hold for the browser, too.
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"], timeout: 0 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page & { problems: string[] }> {
    const page = await browser.newPage(options);
    page.setDefaultTimeout(0);
    const problems: string[] = [];
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) problems.push(request.url());
    });
    await page.goto(url(path));
    return Object.assign(page, { problems });
  }

  it("the search finds by name, by description and by field, names first", async () => {
    const page = await open("index.html");
    expect((await shown(page)).length).toBe(202);
    await page.fill("#query", "DOOR");
    expect(await shown(page)).toEqual(["door_closed", "door", "door_opened", "door"]);
    expect(await page.textContent("#found")).toBe("2 of 202 events found");
    await page.fill("#query", "this bell_rung7");
    expect((await shown(page)).length).toBe(11);
    await page.fill("#query", "stayed open");
    expect(await shown(page)).toEqual(["door_opened", "open_for"]);
    await page.fill("#query", "lock.code");
    expect(await shown(page)).toEqual(["door_opened", "lock.code"]);
    await page.fill("#query", "nothing of the kind");
    expect(await shown(page)).toEqual([]);
    expect(await page.textContent("#found")).toBe("0 of 202 events found");
    expect(page.problems).toEqual([]);
    await page.close();
  });

  it("the keyboard reaches the search, clears it, and opens an event", async () => {
    const page = await open("index.html");
    await page.keyboard.press("/");
    await page.keyboard.type("opened");
    expect(await shown(page)).toEqual(["door_opened"]);
    await page.keyboard.press("Escape");
    expect((await shown(page)).length).toBe(202);
    await page.keyboard.type("opened");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(url("events/door-opened.html"));
    await page.goBack();
    await page.locator("#found", { hasText: "1 of 202 events found" }).waitFor({ timeout: 30_000 });
    expect(await shown(page)).toEqual(["door_opened"]);
    expect(page.problems).toEqual([]);
    await page.close();
  });

  it("without scripts, the list is whole, and there is no search that would do nothing", async () => {
    const page = await open("index.html", { javaScriptEnabled: false });
    expect(await page.locator(".entry").count()).toBe(202);
    expect(await page.locator("#query").isVisible()).toBe(false);
    await page.close();
  });

  const paths = [
    "index.html",
    "events/door-opened.html",
    `events/${long.replaceAll("_", "-")}7.html`,
    "types.html",
    "changes.html",
  ];
  const views = [1200, 390].flatMap((width) =>
    (["light", "dark"] as const).flatMap((colorScheme) => paths.map((path) => ({ path, width, colorScheme }))),
  );
  it.each(views)("$path at $width pixels, $colorScheme: nothing sticks out, all can be read", async (view) => {
    const { path, width, colorScheme } = view;
    const page = await open(path, { viewport: { width, height: 900 }, colorScheme });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await contrast(page)).toBeGreaterThanOrEqual(4.5);
    expect(await page.locator("main h1").count()).toBe(1);
    expect(await page.locator("header nav a").count()).toBe(3);
    // Whatever takes the focus has a name.
    expect(await page.locator("[tabindex='0']:not([aria-label])").count()).toBe(0);
    expect(page.problems).toEqual([]);
    await page.close();
  });

  it("dark is dark", async () => {
    const backs = new Set<unknown>();
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await open("index.html", { colorScheme });
      backs.add(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor"));
      await page.close();
    }
    expect(backs.size).toBe(2);
  });

  it("a page prints, without what only works on a screen", async () => {
    const page = await open("index.html");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#query").isVisible()).toBe(false);
    expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });
});

/** What is to be seen of the list: names, and fields below them. */
async function shown(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll(".entry h2, .fields li > code:first-child")].filter((each) => each.checkVisibility()).map((each) => each.textContent)`,
  );
}

/** The least contrast of a text to the page (WCAG 2.2, relative luminance). */
async function contrast(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const luminance = (color) => {
      const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((part) => {
        const value = Number(part) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backOf = (element) => {
      for (let each = element; each !== null; each = each.parentElement) {
        const back = getComputedStyle(each).backgroundColor;
        if (back !== "rgba(0, 0, 0, 0)") return back;
      }
      return "rgb(255, 255, 255)";
    };
    return Math.min(...[...document.querySelectorAll("p, li, a, th, td, h1, h2, h3, code, label, span, strong")].map((element) => {
      const [lighter, darker] = [getComputedStyle(element).color, backOf(element)].map(luminance).sort((x, y) => y - x);
      return (lighter + 0.05) / (darker + 0.05);
    }));
  })()`);
}
