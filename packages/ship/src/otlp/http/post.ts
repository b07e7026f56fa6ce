import http from "node:http";
import https from "node:https";

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /** As much of the body as is looked at. */
  readonly body: Uint8Array;
}

export interface PostOptions {
  readonly agent: http.Agent | https.Agent;
  readonly headers: Readonly<Record<string, string>>;
  /** Limit of the whole exchange. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Answers are short: a longer one is not read to its end. */
const maxAnswerBytes = 64 * 1024;

/** The server did not answer in time. */
export class StallError extends Error {
  override readonly name = "StallError";
}

/**
 * Sends a body, and reads the answer. A redirection is an answer like others: it is not followed, and so no header goes to another server.
 *
 * @throws {StallError}, an error of the system or of TLS, or the reason of the signal.
 */
export function post(url: URL, body: Uint8Array, options: PostOptions): Promise<HttpAnswer> {
  const { agent, headers, timeoutMs, signal } = options;
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const sent = request(url, { method: "POST", agent, headers: { ...headers, "content-length": body.length } });
    const timer = setTimeout(() => sent.destroy(new StallError(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const stop = (): void => void sent.destroy(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      settle();
    };
    sent.on("error", (error) =>
      finish(() => {
        // The server ended a connection that was idle: that says nothing about the next one.
        if (!signal.aborted && sent.reusedSocket && isReset(error)) resolve(post(url, body, options));
        else reject(signal.aborted ? signal.reason : error);
      }),
    );
    sent.on("response", (response) => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      const done = (): void => {
        const { "content-type": contentType = "", "retry-after": retryAfter, location } = response.headers;
        const whole = Buffer.concat(chunks).subarray(0, maxAnswerBytes);
        const answer = { status: response.statusCode ?? 0, contentType, retryAfter, location, body: whole };
        finish(() => resolve(answer));
      };
      response.on("data", (chunk: Uint8Array) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > maxAnswerBytes) {
          done();
          sent.destroy();
        }
      });
      response.on("end", done);
      response.on("error", (error) => finish(() => reject(signal.aborted ? signal.reason : error)));
    });
    sent.end(body);
  });
}

function isReset(error: Error): boolean {
  return "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
