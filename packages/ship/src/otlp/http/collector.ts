import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { isSystemError, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { pause } from "../../pause.js";
import { ShipError } from "../../ship-error.js";
import type { HostRecords } from "../model/log-record.js";
import type { OtlpSettings } from "../otlp-settings.js";
import { encodeJson } from "../wire/encode-json.js";
import { encodeProtobuf } from "../wire/encode-protobuf.js";
import { type Meaning, meaningOf, shortened } from "./answer-meaning.js";
import { pauseMs, readRetryAfter } from "./backoff.js";
import { type HttpAnswer, post, StallError } from "./post.js";

/** Times of attempts. */
export interface Patience {
  readonly firstPauseMs: number;
  readonly mostPauseMs: number;
  /** Without any success. Infinity: never. */
  readonly giveUpMs: number;
}

export interface CollectorOptions {
  readonly settings: OtlpSettings;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => Promise<void> | void;
  readonly onRetry: () => void;
}

/** What became of records. */
export type SendOutcome = Exclude<Meaning, { readonly kind: "later" } | { readonly kind: "stop" }>;

const compress = promisify(gzip);
/** Between two notices that the collector still takes nothing. */
const noticeMs = 60_000;

/** A collector of OpenTelemetry, over HTTP. Tries again for as long as that may help. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #agent: http.Agent | https.Agent;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { url, tls, isJson, isCompressed, headers } = options.settings;
    const keepAlive = { keepAlive: true, maxSockets: 1 };
    this.#agent = url.protocol === "https:" ? new https.Agent({ ...keepAlive, ...tls }) : new http.Agent(keepAlive);
    this.#headers = {
      ...headers,
      "content-type": isJson ? "application/json" : "application/x-protobuf",
      ...(isCompressed ? { "content-encoding": "gzip" } : {}),
      "user-agent": "metric-events",
    };
  }

  /** The address in messages: without its query, which may hold a secret. */
  get name(): string {
    const { origin, pathname } = this.#options.settings.url;
    return printable(`${origin}${pathname}`);
  }

  /**
   * Sends records until the collector has them, or says that it never will.
   *
   * @throws {ShipError} `unreachable`, `refused` or `unavailable`; or the reason of the signal.
   */
  async send(hosts: readonly HostRecords[]): Promise<SendOutcome> {
    const { settings, patience, signal, onNotice, onRetry } = this.#options;
    const encoded = settings.isJson ? encodeJson(hosts) : encodeProtobuf(hosts);
    const body = settings.isCompressed ? await compress(encoded, { level: 1 }) : encoded;
    const { firstPauseMs: firstMs, mostPauseMs: mostMs } = patience;
    const begun = performance.now();
    let noticedAt = Number.NEGATIVE_INFINITY;
    for (let failures = 1; ; failures++) {
      const attempt = await this.#attempt(body);
      if (attempt.kind !== "later") {
        if (failures > 1) await onNotice(`${this.name}: answers again`);
        return attempt;
      }
      const passed = performance.now() - begun;
      const wait = pauseMs(failures, attempt.retryAfterMs, { firstMs, mostMs, random: Math.random });
      if (passed + wait > patience.giveUpMs) throw this.#givenUp(attempt.reason, passed);
      onRetry();
      if (performance.now() - noticedAt >= noticeMs) {
        noticedAt = performance.now();
        await onNotice(`${this.name}: ${attempt.reason}; trying again until it takes the records`);
      }
      await pause(wait, signal);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #attempt(body: Uint8Array): Promise<SendOutcome | Later> {
    const { settings, signal } = this.#options;
    const { timeoutMs, url } = settings;
    let answer: HttpAnswer;
    try {
      answer = await post(url, body, { agent: this.#agent, headers: this.#headers, timeoutMs, signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      return { kind: "later", reason: this.#reasonOf(error), retryAfterMs: undefined };
    }
    const meaning = meaningOf(answer);
    if (meaning.kind === "stop") {
      throw new ShipError(
        "refused",
        `${this.name}: ${meaning.reason}; ${meaning.advice}. Nothing after this is lost: it is still in the log`,
      );
    }
    if (meaning.kind !== "later") return meaning;
    return { ...meaning, kind: "later", retryAfterMs: readRetryAfter(answer.retryAfter, Date.now()) };
  }

  /**
   * Why there was no answer.
   *
   * @throws {ShipError} `unreachable` where time changes nothing: a certificate that is not trusted, or no TLS at all.
   */
  #reasonOf(error: unknown): string {
    if (error instanceof StallError) return error.message;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const text = isSystemError(error)
      ? systemReason(error)
      : shortened(error instanceof Error ? error.message : String(error));
    if (code === "EPROTO") {
      throw new ShipError(
        "unreachable",
        `${this.name}: does not speak TLS; begin the URL with otlp+http:// if that is right`,
      );
    }
    if (/CERT|TLS|SSL|UNABLE_TO_/.test(code)) {
      const advice = "OTEL_EXPORTER_OTLP_CERTIFICATE names a file of certificates to trust, in PEM";
      throw new ShipError("unreachable", `${this.name}: ${text}; ${advice}`);
    }
    return text === "" ? code : text;
  }

  #givenUp(reason: string, passedMs: number): ShipError {
    const seconds = Math.round(passedMs / 1000);
    return new ShipError(
      "unavailable",
      `${this.name}: ${reason}; gave up after ${seconds} s. Nothing is lost: the lines are still in the log, and the next run goes on there`,
    );
  }
}

interface Later {
  readonly kind: "later";
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}
