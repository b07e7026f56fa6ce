/**
 * The items of a source that may wait long for its next one. The source is closed in the end; while it waits, that may take until its next item.
 *
 * @throws the reason of the signal once it aborts, even while the source waits.
 */
export async function* itemsUntil<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  let isEnded = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      isEnded = done === true;
      if (isEnded) return;
      yield value;
    }
  } finally {
    // A generator answers once it has its next item, which nobody waits for.
    if (!isEnded) iterator.return?.().catch(() => {});
  }
}
