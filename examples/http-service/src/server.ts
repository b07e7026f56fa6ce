import fastify from "fastify";
import { addMetrics } from "./metrics.js";

const app = fastify({ logger: { level: "warn" } });
addMetrics(app, process.env["METRICS_LOG_PATH"] ?? "metrics.log");

app.get("/orders/:id", (request, reply) => reply.send({ order: request.params }));
app.post("/orders", (_, reply) => reply.code(201).send({ order: { id: 1 } }));

process.once("SIGTERM", () => void app.close());
process.once("SIGINT", () => void app.close());
const address = await app.listen({ port: Number(process.env["PORT"] ?? 3000), host: "127.0.0.1" });
console.log(`listening at ${address}`);
