import { EventLogger } from "@metric-events/logger";
import { catalogue, type MetricEvent, OrderPlaced } from "./events/index.js";

const logger = new EventLogger<MetricEvent>({ path: "metrics.log", catalogue });
logger.issue(OrderPlaced({ team: "checkout", total: { amount: 99.5, currency: "EUR" } }));
logger.close();
