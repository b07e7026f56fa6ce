export * from "@metric-events/runtime";
