// Ships a log until it is killed. Run by tests that kill it.
import { catalogue } from "@metric-events/core";
import { shipLogs } from "../../dist/index.js";

const [log, to, once] = process.argv.slice(2);
const { signal } = new AbortController();
// Says that it works, once.
let isTold = false;
const onProgress = () => {
  if (!isTold) process.stdout.write("shipping\n");
  isTold = true;
};
const onNotice = (text) => console.error(text);
await shipLogs({
  logs: [log],
  to,
  host: "h1",
  catalogue,
  signal,
  once: once === "once",
  pollMs: 20,
  lingerMs: 100,
  onNotice,
  onProgress,
});
