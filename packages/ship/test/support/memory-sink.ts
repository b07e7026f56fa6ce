import type { ShipBlock, ShipSinkFactory } from "../../src/index.js";

/** A destination in memory. */
export interface MemorySink {
  readonly blocks: ShipBlock[];
  readonly to: ShipSinkFactory;
  /** Called before a block is taken: it may throw. */
  beforeSend: (block: ShipBlock) => Promise<void> | void;
  /** What it got, as text. */
  text(): string;
}

export function memorySink(): MemorySink {
  const blocks: ShipBlock[] = [];
  const sink: MemorySink = {
    blocks,
    beforeSend: () => {},
    text: () => blocks.map(({ bytes }) => Buffer.from(bytes).toString()).join(""),
    to: () => ({
      // As if it had gone over a network.
      open: async () => structuredClone(blocks.at(-1)?.after),
      async send(block) {
        await sink.beforeSend(block);
        blocks.push({ ...block, bytes: Uint8Array.from(block.bytes) });
        return true;
      },
      close: async () => {},
    }),
  };
  return sink;
}
