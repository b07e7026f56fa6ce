// Collects a stream into a lake, once. Run by tests that kill it.
import { catalogue } from "@metric-events/core";
import { collectStream } from "../../dist/index.js";

const [from, into, blockSize] = process.argv.slice(2);
const { signal } = new AbortController();
await collectStream({ from, into, catalogue, signal, once: true, blockSize: Number(blockSize) });
