import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { CursorFile } from "../../src/otlp/cursor-file.js";
import type { ShipPosition } from "../../src/source/ship-position.js";

const origin = { host: "build-7", log: "metrics.log" };

function positionAt(offset: number): ShipPosition {
  return [{ number: 1, fingerprint: "f", offset, lines: offset, mark: "m" }];
}

it("a position that is saved at once is not replaced when the time of an earlier one comes", async () => {
  const cursor = new CursorFile(temporaryFolder(), "http://127.0.0.1/v1/logs", origin);
  cursor.save([]);
  // Waits for its time, which comes while the process does something else.
  cursor.advance(positionAt(1));
  const later = performance.now() + 600;
  while (performance.now() < later);
  cursor.advance(positionAt(2));
  const saved = cursor.read();
  await sleep(20);
  expect(cursor.read()).toEqual(saved);
  cursor.close();
  expect(cursor.read()).toEqual(saved);
});
