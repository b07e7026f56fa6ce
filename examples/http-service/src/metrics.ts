import { EventLogger } from "@metric-events/logger";
import type { FastifyInstance } from "fastify";
import { catalogue, type MetricEvent, RequestHandled } from "./events/index.js";

/** Writes an event for each request that a service answers; closing the service writes what still waits. */
export function addMetrics(app: FastifyInstance, path: string): void {
  const logger = new EventLogger<MetricEvent>({
    path,
    catalogue,
    // The log is full, or is not ours: the service goes on, and its own log says so.
    onError: (error) => app.log.error(error),
  });
  app.addHook("onResponse", async (request, reply) => {
    const event = RequestHandled({
      method: request.method,
      route: request.routeOptions.url ?? "none",
      status: reply.statusCode,
      duration: reply.elapsedTime / 1000,
    });
    // Requests that end in one turn of the event loop share a write. Errors go to onError.
    await logger.issueSoon(event).catch(() => {});
  });
  app.addHook("onClose", async () => logger.close());
}
