import { closeSync, openSync, writeSync } from "node:fs";
import { fleetLog } from "@metric-events/test-support";

/** Writes lines of made-up runner events. */
export function writeFleetLog(path: string, events: number): void {
  const output = openSync(path, "w");
  let text = "";
  for (const line of fleetLog({ seed: 1, events, start: 1_788_220_800, jobEvery: 10 })) {
    text += `${line}\n`;
    if (text.length < 1 << 20) continue;
    writeSync(output, text);
    text = "";
  }
  writeSync(output, text);
  closeSync(output);
}
