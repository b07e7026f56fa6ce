import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "@metric-events/text";
import type { ShipError } from "../ship-error.js";

const firstDelayMs = 50;
const maxDelayMs = 5000;
/** How long somebody who waits for the end waits for a server. */
const patienceMs = 30_000;
/** Short interruptions, such as the election of a leader, are nothing to tell. */
const quietMs = 2000;
const noticeEveryMs = 60_000;

export interface AttemptOptions {
  readonly signal: AbortSignal;
  /** Whether to give up after half a minute. */
  readonly once: boolean;
  readonly onNotice: (text: string) => Promise<void> | void;
  /** Called for each attempt that failed. */
  readonly onRetry?: () => void;
  /** Default: 30,000. */
  readonly patienceMs?: number | undefined;
}

/** Attempts at one thing: waits longer and longer between them, says what is wrong, and gives up when that is asked for. */
export class Attempts {
  readonly #options: AttemptOptions;
  readonly #begin = performance.now();
  #delayMs = firstDelayMs;
  #noticedAt: number | undefined;

  constructor(options: AttemptOptions) {
    this.#options = options;
  }

  /**
   * Waits after an attempt that failed.
   *
   * @throws the error when it is time to give up; the reason of the signal when that aborts.
   */
  async failed(error: ShipError): Promise<void> {
    const { signal, once, onNotice, onRetry, patienceMs: patience = patienceMs } = this.#options;
    signal.throwIfAborted();
    onRetry?.();
    const now = performance.now();
    if (once && now - this.#begin > patience) throw error;
    const isDue = now - (this.#noticedAt ?? this.#begin + quietMs - noticeEveryMs) > noticeEveryMs;
    if (isDue) {
      this.#noticedAt = now;
      await onNotice(`${error.message}; trying again`);
    }
    await pause(this.#delayMs * (0.5 + Math.random() / 2), signal);
    signal.throwIfAborted();
    this.#delayMs = Math.min(maxDelayMs, this.#delayMs * 2);
  }

  /** Says that it works again, when it was said that it did not. */
  async succeeded(text: string): Promise<void> {
    if (this.#noticedAt !== undefined) await this.#options.onNotice(text);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

const refusals = new Set(["AuthorizationError", "UserAuthenticationExpiredError", "PermissionViolationError"]);

/** Whether the server does not take the credentials, or forbids what was asked. */
export function isRefusal(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (refusals.has(each.name) || /authorization violation|permissions violation/i.test(each.message)) return true;
  }
  return false;
}

/** What an error says, with what caused it. */
export function natsReason(error: unknown): string {
  if (!(error instanceof Error)) return printable(String(error));
  const { cause } = error;
  const text = error.message || ("code" in error ? String(error.code) : error.name);
  const below = cause instanceof Error ? natsReason(cause) : "";
  return below === "" || text.includes(below) ? printable(text) : `${printable(text)}: ${below}`;
}

/** The number that JetStream gives an error; 0 for another. */
export function apiCode(error: unknown): number {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : 0;
}
