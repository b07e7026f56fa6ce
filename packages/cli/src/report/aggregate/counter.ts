import { BucketMap } from "./bucket-map.js";

/** How often something happened in each bucket. */
export class Counter {
  total = 0;
  readonly #buckets = new BucketMap<{ count: number }>(
    () => ({ count: 0 }),
    (into, from) => {
      into.count += from.count;
    },
  );

  add(bucket: number): void {
    this.total++;
    this.#buckets.at(bucket).count++;
  }

  get(bucket: number): number {
    return this.#buckets.get(bucket)?.count ?? 0;
  }

  widen(factor: number): void {
    this.#buckets.widen(factor);
  }
}
