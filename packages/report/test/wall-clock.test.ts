import { expect, test } from "vitest";
import { wallClockOf } from "../src/wall-clock.js";

test("clocks on the wall: a day is one of the zone, also when the clock is changed", () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Europe/Berlin";
  try {
    const wall = wallClockOf("local");
    const before = Date.UTC(2026, 9, 25, 0, 59) / 1000;
    const after = Date.UTC(2026, 9, 25, 1, 1) / 1000;
    expect(new Date(wall(before) * 1000).toISOString()).toBe("2026-10-25T02:59:00.000Z");
    expect(new Date(wall(after) * 1000).toISOString()).toBe("2026-10-25T02:01:00.000Z");
    expect(wallClockOf("utc")(before)).toBe(before);
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
});
