export { ShipError, type ShipErrorCode } from "./ship-error.js";
export { type ShipCounts, type ShipOptions, shipLogs } from "./ship-logs.js";
export type { ShipSink, ShipSinkFactory, SinkOptions } from "./sink/ship-sink.js";
export type { FilePlace, ShipBlock, ShipOrigin, ShipPosition } from "./source/ship-position.js";
