// Apart from what uses the client of NATS, whose types nobody who installs this package has.

export interface ClientOptions {
  /** The URL of the servers and the stream. */
  readonly to: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What connects, for the lists of the server. */
  readonly name: string;
  /** Whether to give up after a while. */
  readonly once: boolean;
  readonly patienceMs?: number | undefined;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => Promise<void> | void;
  readonly counts: { retries: number };
}

/** How a stream is to be made. */
export interface StreamWishes {
  readonly replicas: number;
  /** Seconds that messages are kept; 0 without limit. */
  readonly maxAgeSeconds: number;
  /** Bytes that the stream may take; -1 without limit. */
  readonly maxBytes: number;
}
