import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { metricsPage } from "@metric-events/metrics";
import { errorInWords, isSystemError, systemReason } from "@metric-events/system";
import { printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { EnvironmentError, UsageError } from "../errors.js";
import type { CountedLogs } from "./counted-logs.js";

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** @throws {UsageError} */
export function parseListenAddress(text: string): ListenAddress {
  const [, v6, name, digits = ""] = /^(?:\[([\da-fA-F:.]+)\]|([A-Za-z\d.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  if (host === undefined || Number(digits) > 65_535) {
    throw new UsageError(
      `--serve: expected an address and a port, such as 127.0.0.1:9464, received ${JSON.stringify(text)}`,
    );
  }
  return { host, port: Number(digits) };
}

/** Scrapers are few. */
const maxConnections = 64;

/** Answers scrapes with what is in the logs by then, until the signal aborts. */
export async function serveMetrics(
  { host, port }: ListenAddress,
  logs: CountedLogs,
  signal: AbortSignal,
  context: Context,
): Promise<void> {
  const page = await metricsPage();
  let last: Promise<string> = logs.look().then(page.text);
  await last;
  const answer = async (response: ServerResponse, text: Promise<string>, isHead: boolean): Promise<void> => {
    try {
      const body = await text;
      response.writeHead(200, { "content-type": page.contentType });
      response.end(isHead ? "" : body);
    } catch (error) {
      response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
      response.end("the logs could not be counted; the reason is in the output of metric-events\n");
      await context.stderr.print(`metric-events: ${printable(errorInWords(error))}\n`);
      await context.stderr.flush();
    }
  };
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || pathname !== "/metrics") {
      response.writeHead(isRead ? 404 : 405, { "content-type": "text/plain; charset=utf-8", allow: "GET, HEAD" });
      response.end("the metrics are at /metrics\n");
      return;
    }
    // One look after the other.
    last = last
      .catch(() => "")
      .then(() => logs.look())
      .then(page.text);
    void answer(response, last, request.method === "HEAD");
  });
  server.maxConnections = maxConnections;
  await listen(server, { host, port });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const shown = host.includes(":") ? `[${host}]` : host;
  await context.stderr.print(`metric-events: http://${shown}:${bound}/metrics has the metrics, until Ctrl-C\n`);
  await context.stderr.flush();
  if (!signal.aborted) await once(signal, "abort");
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const reason =
      cause.code === "EADDRINUSE"
        ? "another program listens there; name another port, or end that program"
        : systemReason(cause);
    throw new EnvironmentError(`cannot listen on ${host}:${port}: ${reason} (--serve)`, { cause });
  }
}
