import { printable } from "@metric-events/text";
import { failureReason, mediaType, type PartialSuccess, partialSuccessOf } from "../wire/export-response.js";
import type { HttpAnswer } from "./post.js";

/**
 * What to do about an answer, by the specification of OTLP/HTTP.
 *
 * - `taken`: go on, though the collector may have rejected some records.
 * - `later`: send the same again after a while.
 * - `bad-data`: never send the same again: the collector cannot use it.
 * - `too-large`: send less at once.
 * - `stop`: nobody can go on before something is mended.
 */
export type Meaning =
  | ({ readonly kind: "taken" } & PartialSuccess)
  | { readonly kind: "later"; readonly reason: string }
  | { readonly kind: "bad-data" | "too-large"; readonly reason: string }
  | { readonly kind: "stop"; readonly reason: string; readonly advice: string };

/** Statuses after which the same request may succeed: those that the specification lists, and the one for a request that came too slowly. */
const temporary: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

export function meaningOf(answer: HttpAnswer): Meaning {
  const { status, contentType, body } = answer;
  if (status >= 200 && status < 300) {
    const success = partialSuccessOf(contentType, body);
    return success === undefined ? notOfCollector(answer) : { kind: "taken", ...success };
  }
  const text = shortened(failureReason(contentType, body));
  const reason = text === "" ? `status ${status}` : `status ${status}: ${text}`;
  if (temporary.has(status)) return { kind: "later", reason };
  if (status === 400) return { kind: "bad-data", reason };
  if (status === 413) return { kind: "too-large", reason };
  return { kind: "stop", reason, advice: adviceFor(answer) };
}

function notOfCollector({ status, contentType }: HttpAnswer): Meaning {
  const type = mediaType(contentType);
  const received = type === "" ? "a body without a Content-Type" : `a body of type ${JSON.stringify(shortened(type))}`;
  return {
    kind: "stop",
    reason: `status ${status}, but ${received} that is not the answer of a collector (ExportLogsServiceResponse), so it hardly took the records`,
    advice: pathAdvice,
  };
}

const pathAdvice = "check the path: most collectors take logs at /v1/logs, on port 4318";

function adviceFor({ status, location }: HttpAnswer): string {
  if (status >= 300 && status < 400) {
    const where = location === undefined ? "elsewhere" : `to ${JSON.stringify(shortened(location))}`;
    return `it redirects ${where}, which is not followed, since headers may hold secrets; name that address if you trust it`;
  }
  switch (status) {
    case 401:
    case 403:
      return "check the credentials in OTEL_EXPORTER_OTLP_HEADERS";
    case 404:
    case 405:
      return pathAdvice;
    case 415:
      return "set OTEL_EXPORTER_OTLP_PROTOCOL to http/json or http/protobuf, or OTEL_EXPORTER_OTLP_COMPRESSION to none";
    default:
      return "the log of the collector may say more";
  }
}

const maxLength = 300;

/** The text of a stranger, for a message of one line. */
export function shortened(text: string): string {
  const line = printable(
    text
      .slice(0, maxLength * 4)
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`;
}
