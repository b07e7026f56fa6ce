/** How long to wait between attempts. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Longer times than this are not waited for: whoever asks for more gets the question again. */
const mostRetryAfterMs = 5 * 60_000;

/**
 * The pause before an attempt: twice as long after each failure, and between half and all of that, so that many senders do not come back at
 * once. What the server asks for is the least.
 *
 * @param failures at least 1.
 */
export function pauseMs(failures: number, retryAfterMs: number | undefined, options: BackoffOptions): number {
  const { firstMs, mostMs, random } = options;
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const own = full / 2 + (full / 2) * random();
  return retryAfterMs === undefined ? own : Math.min(retryAfterMs, mostRetryAfterMs) + (firstMs / 2) * random();
}

/**
 * The milliseconds that `Retry-After` asks for: seconds, or a date (RFC 9110, section 10.2.3); `undefined` for anything else.
 *
 * @param now Unix time in milliseconds.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = /[a-z]{3}, \d\d/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
