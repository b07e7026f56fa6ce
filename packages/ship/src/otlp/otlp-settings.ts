import { resolve } from "node:path";
import { errorInWords, readRegularFile } from "@metric-events/system";
import { printable } from "@metric-events/text";
import { ShipError } from "../ship-error.js";
import { type KeyValue, textAttribute } from "./model/any-value.js";
import { parseBaggage } from "./parse-baggage.js";

/** How to talk to a collector: the variables that exporters of OpenTelemetry read, too. */
export interface OtlpSettings {
  readonly url: URL;
  readonly isJson: boolean;
  readonly isCompressed: boolean;
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  /** `service.name`, and what the operator says of all records. */
  readonly resource: readonly KeyValue[];
}

const maxFileBytes = 1024 * 1024;

/** A variable and what it says. */
interface SaidText {
  readonly name: string;
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultTimeoutMs = 10_000;
const defaultService = "metric-events";
const schemes: Readonly<Record<string, string>> = { "otlp+http:": "http:", "otlp+https:": "https:" };

/**
 * Reads what the URL and the environment say.
 *
 * @throws {ShipError} `invalid-settings`.
 */
export function otlpSettings(to: string, env: Environment, cwd: string): OtlpSettings {
  const said = new Said(env);
  return {
    url: destination(to),
    isJson: said.choice("PROTOCOL", { "http/protobuf": false, "http/json": true }, "http/protobuf"),
    isCompressed: said.choice("COMPRESSION", { gzip: true, none: false }, "gzip"),
    timeoutMs: said.milliseconds("TIMEOUT", defaultTimeoutMs),
    headers: { ...headersOfFile(said, cwd), ...headersOf(said.text("HEADERS")) },
    tls: {
      ...fileOf(said, "CERTIFICATE", "ca", cwd),
      ...fileOf(said, "CLIENT_CERTIFICATE", "cert", cwd),
      ...fileOf(said, "CLIENT_KEY", "key", cwd),
    },
    resource: resourceOf(env),
  };
}

function destination(to: string): URL {
  const url = URL.canParse(to) ? new URL(to) : undefined;
  const scheme = schemes[url?.protocol ?? ""];
  if (url === undefined || scheme === undefined || url.hostname === "") {
    throw invalid(`expected otlp+https://<collector>[:<port>]/v1/logs, received ${quoted(to)}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid(
      "the URL holds credentials, which every user of this machine can see in the list of processes; set OTEL_EXPORTER_OTLP_HEADERS instead, such as authorization=Basic%20…",
    );
  }
  const plain = new URL(`${scheme}${to.slice(url.protocol.length)}`);
  if (plain.pathname === "/") plain.pathname = "/v1/logs";
  return plain;
}

/** The variables of OpenTelemetry: those for logs take precedence over those for all signals. */
class Said {
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  text(name: string): SaidText | undefined {
    for (const prefix of ["OTEL_EXPORTER_OTLP_LOGS_", "OTEL_EXPORTER_OTLP_"]) {
      const value = this.#env[prefix + name];
      // An empty variable counts as unset (OpenTelemetry specification, "Environment variable specification").
      if (value !== undefined && value !== "") return { name: prefix + name, value };
    }
    return undefined;
  }

  choice<Value>(name: string, choices: Readonly<Record<string, Value>>, otherwise: string): Value {
    const said = this.text(name);
    const value = said?.value ?? otherwise;
    if (Object.hasOwn(choices, value)) return choices[value] as Value;
    throw invalid(`${said?.name}: expected ${Object.keys(choices).join(" or ")}, received ${quoted(value)}`);
  }

  milliseconds(name: string, otherwise: number): number {
    const said = this.text(name);
    if (said === undefined) return otherwise;
    if (/^\d{1,7}$/.test(said.value) && Number(said.value) > 0) return Number(said.value);
    throw invalid(
      `${said.name}: expected milliseconds, a whole number from 1 to 9999999, received ${quoted(said.value)}`,
    );
  }
}

/** A header of HTTP may hold visible ASCII and blanks (RFC 9110, section 5.5). */
const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;
const headerValue = /^[\t\u0020-\u007E]*$/;
/** What the request says itself. */
const ownHeaders = new Set([
  "content-type",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "host",
  "connection",
]);

/** Nothing of a value is shown: it may be a secret. */
function headersOf(said: SaidText | undefined): Record<string, string> {
  if (said === undefined) return {};
  const headers: Record<string, string> = {};
  for (const [key, value] of parseBaggage(said.value, (part) => badHeader(said.name, part))) {
    const name = key.toLowerCase();
    if (!headerName.test(name) || ownHeaders.has(name)) throw badHeader(said.name, `${key}=`);
    if (!headerValue.test(value)) {
      throw invalid(`${said.name}: the value of ${quoted(key)} has characters that a header cannot have`);
    }
    headers[name] = value;
  }
  return headers;
}

function badHeader(variable: string, part: string): ShipError {
  const [name, value] = part.split("=", 2);
  // A part without a name may be a secret as a whole.
  const received = value === undefined ? "a part without a name" : quoted(name ?? "");
  return invalid(
    `${variable}: expected headers such as api-key=secret,other=value, with %20 for a blank, received ${received}`,
  );
}

/** A file with one header to a line, such as `authorization: Bearer …`. */
function headersOfFile(said: Said, cwd: string): Record<string, string> {
  const file = said.text("HEADERS_FILE");
  if (file === undefined) return {};
  const headers: Record<string, string> = {};
  for (const [index, line] of readSaid(file, cwd).toString().split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const colon = line.indexOf(":");
    const [name, value] = [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()];
    if (!headerName.test(name) || !headerValue.test(value) || ownHeaders.has(name.toLowerCase())) {
      throw invalid(
        `${file.name}: ${printable(file.value)}:${index + 1}: expected a header such as "authorization: Bearer secret"`,
      );
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function fileOf<Key extends string>(said: Said, name: string, key: Key, cwd: string): Partial<Record<Key, Buffer>> {
  const file = said.text(name);
  if (file === undefined) return {};
  return { [key]: readSaid(file, cwd) } as Partial<Record<Key, Buffer>>;
}

function readSaid({ name, value }: SaidText, cwd: string): Buffer {
  try {
    return Buffer.from(readRegularFile(resolve(cwd, value), maxFileBytes));
  } catch (error) {
    throw invalid(`${name}: ${printable(value)}: ${errorInWords(error)}`);
  }
}

function resourceOf(env: Environment): KeyValue[] {
  const more = env["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
  const pairs = parseBaggage(more, (part) =>
    invalid(
      `OTEL_RESOURCE_ATTRIBUTES: expected pairs such as deployment.environment.name=ci, received ${quoted(part)}`,
    ),
  );
  const service = env["OTEL_SERVICE_NAME"] ?? "";
  const attributes = new Map([["service.name", defaultService], ...pairs]);
  if (service !== "") attributes.set("service.name", service);
  return [...attributes].map(([key, value]) => textAttribute(key, value));
}

function quoted(text: string): string {
  return JSON.stringify(printable(text));
}

function invalid(message: string): ShipError {
  return new ShipError("invalid-settings", message);
}
