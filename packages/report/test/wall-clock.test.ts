import { expect, it } from "vitest";
import { renderReport } from "../src/index.js";
import { installed, reportOf, reportOn } from "./support/report-of.js";

async function inBerlin<T>(work: () => Promise<T>): Promise<T> {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Europe/Berlin";
  try {
    return await work();
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
}

const unix = (text: string): number => Date.parse(text) / 1000;
const hour = 3600;
/** Clocks go from 03:00 back to 02:00 at 01:00 UTC. */
const autumn = Array.from({ length: 72 }, (_, index) => installed(unix("2026-10-24T00:30:00Z") + index * hour, 1));
/** Clocks go from 02:00 to 03:00 at 01:00 UTC. */
const spring = Array.from({ length: 72 }, (_, index) => installed(unix("2026-03-28T00:30:00Z") + index * hour, 1));

it("the hour that clocks show twice is two buckets, and each begins at its Unix time", async () => {
  const report = await inBerlin(() => reportOf(autumn, { zone: "local", bucketSeconds: hour }));
  expect(report.buckets).toEqual(autumn.map((_, index) => unix("2026-10-24T00:00:00Z") + index * hour));
  expect(report.events[0]?.timeline).toEqual(autumn.map(() => 1));
});

it("days begin at midnight of the zone, and the longest has 25 hours", async () => {
  const [longest, shortest] = await inBerlin(async () => [
    await reportOf(autumn, { zone: "local", bucketSeconds: 24 * hour }),
    await reportOf(spring, { zone: "local", bucketSeconds: 24 * hour }),
  ]);
  expect(longest?.buckets).toEqual(
    ["2026-10-23T22:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z", "2026-10-26T23:00Z"].map(unix),
  );
  expect(longest?.events[0]?.timeline).toEqual([22, 25, 24, 1]);
  expect(shortest?.buckets).toEqual(
    ["2026-03-27T23:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "2026-03-30T22:00Z"].map(unix),
  );
  expect(shortest?.events[0]?.timeline).toEqual([23, 23, 24, 2]);
});

it("buckets that are merged while a log is read count what buckets of that width count", async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => installed(unix("2026-10-01T00:10:00Z") + index * 1201, 1));
  await inBerlin(async () => {
    const chosen = await reportOf(lines, { zone: "local" });
    expect(chosen.bucketSeconds).toBeGreaterThan(hour);
    const given = await reportOf(lines, { zone: "local", bucketSeconds: chosen.bucketSeconds });
    expect(chosen.buckets).toEqual(given.buckets);
    expect(chosen.events).toEqual(given.events);
  });
});

it("a zone whose clocks are half an hour off has hours of its own", async () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Asia/Kolkata";
  try {
    const report = await reportOf(autumn.slice(0, 2), { zone: "local", bucketSeconds: hour });
    expect(report.buckets).toEqual([unix("2026-10-24T00:30:00Z"), unix("2026-10-24T01:30:00Z")]);
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
});

it("the page labels hours as clocks show them, before and after a change", async () => {
  await inBerlin(async () => {
    const report = await reportOn(autumn, { zone: "local", bucketSeconds: hour });
    const page = await renderReport(report, "html");
    const axis = /class="x-axis"[^>]*>(.*?)<\/g>/s.exec(page)?.[1] ?? "";
    const labels = [...axis.matchAll(/>(\d\d:\d\d)</g)].map(([, label]) => label);
    expect(labels.length).toBeGreaterThan(2);
    expect(labels.filter((label) => label !== "00:00" && label !== "12:00")).toEqual([]);
    expect([...page.matchAll(/<th>2026-10-25 02:00<td>/g)].length).toBeGreaterThan(1);
  });
});
