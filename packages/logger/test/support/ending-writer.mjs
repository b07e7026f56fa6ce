// Issues events and ends right away: ending-writer.mjs <path> <way to end> <count> <logger options as JSON> [<method of the logger>]
import { catalogue, RunnerInstalled, RunnerStart } from "@metric-events/core";
import { EventLogger } from "@metric-events/logger";

const [path, ending, count, options, method = "issueSoon"] = process.argv.slice(2);
const installed = RunnerInstalled({ timestamp: 1700000000, flavor: "last", duration: 1 });
const hooks = {
  hook: (error) => console.log(`hook: ${error.code}`),
  "exit-listener-retry": (error) => {
    console.log(`hook: ${error.code}`);
    void logger.issueSoon(error.event);
  },
};
const onError = hooks[ending];
const logger = new EventLogger({ catalogue, path, onError, ...JSON.parse(options) });

function exitLater() {
  setTimeout(() => process.exit(7), 20);
}
if (ending === "handled") process.on("SIGTERM", exitLater);
if (ending === "handled-once") process.once("SIGTERM", exitLater);

for (let sequence = 0; sequence < Number(count); sequence++) {
  const fields = {
    flavor: "ending",
    workflow: String(sequence),
    repo: "acme/widgets",
    github_event: "push",
    idle: 1.5,
  };
  void logger[method](RunnerStart(fields));
}

switch (ending) {
  case "return":
    break;
  case "exit-listener":
  case "exit-listener-retry":
    process.on("exit", () => void logger.issueSoon(installed));
    process.exit(3);
    break;
  case "hook":
  case "exit":
    process.exit(3);
    break;
  case "throw":
    throw new Error("uncaught");
  case "reject":
    void Promise.reject(new Error("unhandled"));
    break;
  case "closed":
    logger.close();
    console.log(["SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name)).join(" "));
    break;
  case "handled":
  case "handled-once":
    process.kill(process.pid, "SIGTERM");
    setInterval(() => {}, 1000);
    break;
  default:
    process.kill(process.pid, ending);
    // The signal is delivered in the next turn of the event loop.
    setInterval(() => {}, 1000);
}
