// Appends a log to a lake in many rounds. Run by tests that kill it.
import { catalogue } from "@metric-events/core";
import { openLogFamily } from "@metric-events/reader";
import { appendLogs } from "../../dist/index.js";

const [log, lake, roundBytes] = process.argv.slice(2);
const logs = await openLogFamily(log);
await appendLogs(logs, { catalogue, lake, roundBytes: Number(roundBytes) });
