import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { type DecodedRequest, decodeRequest } from "./decode-request.js";

/** What a collector does with a request. */
export type StubAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  /** The connection breaks. */
  | "reset"
  /** Nothing, for ever. */
  | "stall";

export interface StubRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Uint8Array;
  readonly decoded: DecodedRequest;
  readonly answer: StubAnswer;
}

export interface StubCollector {
  readonly port: number;
  /** What `ship` takes as destination. */
  readonly to: string;
  readonly requests: readonly StubRequest[];
  /** The requests that it took. */
  readonly taken: () => readonly DecodedRequest[];
  close(): Promise<void>;
}

/** A collector on loopback that answers the requests in a row as it is told, and takes all later ones. */
export async function stubCollector(
  answers: readonly StubAnswer[] | ((request: DecodedRequest, index: number) => StubAnswer) = [],
  tls?: { readonly cert: string; readonly key: string },
): Promise<StubCollector> {
  const requests: StubRequest[] = [];
  const answerOf = (decoded: DecodedRequest): StubAnswer =>
    typeof answers === "function" ? answers(decoded, requests.length) : (answers[requests.length] ?? { status: 200 });
  const take: http.RequestListener = (request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const decoded = decodeRequest(request.headers, bytes);
      const answer = answerOf(decoded);
      requests.push({ path: request.url ?? "", headers: request.headers, bytes, decoded, answer });
      if (answer === "reset") request.socket.resetAndDestroy();
      else if (answer !== "stall") response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  };
  const server = tls === undefined ? http.createServer(take) : https.createServer(tls, take);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    to: `otlp+${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/v1/logs`,
    requests,
    taken: () =>
      requests
        .filter(({ answer }) => typeof answer === "object" && answer.status === 200)
        .map(({ decoded }) => decoded),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
