// Ships a log until it is killed: node shipper.mjs <log> <destination> <folder of the cursor>
import { catalogue } from "@metric-events/core";
import { shipLogs } from "../../dist/index.js";

const [log, to, state] = process.argv.slice(2);
const { signal } = new AbortController();
const env = { METRICS_SHIP_STATE: state };
process.stdout.write("ready\n");
await shipLogs({ logs: [log], to, host: "build-7", catalogue, signal, env, pollMs: 10, lingerMs: 100 });
