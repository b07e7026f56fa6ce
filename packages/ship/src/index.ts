export { type CollectOptions, collectStream } from "./collect/collect-stream.js";
export { oldestUncollected, type UncollectedOptions } from "./nats/oldest-uncollected.js";
export { type PreparedStream, type PrepareOptions, prepareStream } from "./nats/prepare-stream.js";
export { type LogStatus, type StreamStatus, shipStatus } from "./nats/ship-status.js";
export { ShipError, type ShipErrorCode } from "./ship-error.js";
export { type ShipCounts, type ShipOptions, shipLogs } from "./ship-logs.js";
export type { ShipSink, ShipSinkFactory, SinkOptions } from "./sink/ship-sink.js";
export { checkDestination } from "./sink/sinks.js";
export type { FilePlace, ShipBlock, ShipOrigin, ShipPosition } from "./source/ship-position.js";
