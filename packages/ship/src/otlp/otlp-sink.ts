import { maxLineBytes } from "@metric-events/reader";
import { ShipError } from "../ship-error.js";
import type { ShipSink, ShipSinkFactory, SinkOptions } from "../sink/ship-sink.js";
import type { ShipBlock, ShipOrigin, ShipPosition } from "../source/ship-position.js";
import { CursorFile, stateFolder } from "./cursor-file.js";
import { shortened } from "./http/answer-meaning.js";
import { Collector, type Patience } from "./http/collector.js";
import { RecordMaker } from "./model/block-records.js";
import type { HostRecords } from "./model/log-record.js";
import { otlpSettings } from "./otlp-settings.js";

const patience: Patience = { firstPauseMs: 500, mostPauseMs: 30_000, giveUpMs: Number.POSITIVE_INFINITY };
/** For a run that somebody waits for, such as one of cron. */
const patienceOnce: Patience = { ...patience, mostPauseMs: 5_000, giveUpMs: 60_000 };

/** Sends lines to a collector of OpenTelemetry as log records, over OTLP/HTTP, at least once. */
export const otlpSink: ShipSinkFactory = (options) => new OtlpSink(options, options.once ? patienceOnce : patience);

/**
 * How often the records of one block are split after 400: enough to find a dozen bad ones among 500. Where a collector refuses more, what is left
 * is refused together, since a request for each line would hold up the log.
 */
const mostSplits = 100;

/** What is known of the records of one block while they are sent. */
interface SplitState {
  splitsLeft: number;
  /** Whether the server takes a request without records, as a collector does. */
  isChecked: boolean;
}

interface Opened {
  readonly collector: Collector;
  readonly cursor: CursorFile;
  readonly maker: RecordMaker;
}

/** The sink of one log. */
export class OtlpSink implements ShipSink {
  readonly takesAnyHost = true;
  // Collectors take requests of 20 MiB, by default.
  readonly limits = { maxLines: 500, maxBytes: 256 * 1024, maxLineBytes };
  readonly #options: SinkOptions;
  readonly #patience: Patience;
  #opened: Opened | undefined;

  constructor(options: SinkOptions, patienceOf: Patience) {
    this.#options = options;
    this.#patience = patienceOf;
  }

  async open(origin: ShipOrigin): Promise<ShipPosition | undefined> {
    await this.close();
    const { to, env, cwd, catalogue, signal, onNotice, counts } = this.#options;
    const settings = otlpSettings(to, env, cwd);
    const onRetry = (): void => void counts.retries++;
    const collector = new Collector({ settings, patience: this.#patience, signal, onNotice, onRetry });
    const cursor = new CursorFile(stateFolder(env, cwd), collector.name, origin);
    this.#opened = { collector, cursor, maker: new RecordMaker(catalogue, settings.resource) };
    const position = cursor.read();
    // Before anything is sent: what cannot be remembered would be sent again and again.
    cursor.save(position ?? []);
    return position;
  }

  async send(block: ShipBlock): Promise<boolean> {
    const { maker, cursor } = this.#open;
    const hosts = maker.recordsOf(block, BigInt(Date.now()) * 1_000_000n);
    if (hosts.length > 0) await this.#export(hosts, block, { splitsLeft: mostSplits, isChecked: false });
    cursor.advance(block.after);
    return true;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    opened?.collector.close();
    opened?.cursor.close();
  }

  get #open(): Opened {
    if (this.#opened === undefined) throw new Error("the sink is not open");
    return this.#opened;
  }

  /** Sends records, and in parts where the collector cannot use them together, until what is refused is alone. */
  async #export(hosts: readonly HostRecords[], block: ShipBlock, state: SplitState): Promise<void> {
    const { onNotice, counts } = this.#options;
    const { collector } = this.#open;
    const count = countOf(hosts);
    const place = placeOf(block, hosts);
    const outcome = await collector.send(hosts);
    switch (outcome.kind) {
      case "taken":
        await this.#tellPartial(outcome.rejected, outcome.message, count, place);
        return;
      case "too-large":
        if (count > 1) {
          for (const half of halves(hosts)) await this.#export(half, block, state);
          return;
        }
        break;
      case "bad-data":
        if (!state.isChecked) await this.#checkCollector(outcome.reason);
        state.isChecked = true;
        if (count > 1 && state.splitsLeft > 0) {
          state.splitsLeft--;
          for (const half of halves(hosts)) await this.#export(half, block, state);
          return;
        }
        break;
      default:
        outcome satisfies never;
    }
    counts.refused += count;
    await onNotice(`${collector.name}: refused ${records(count)} of ${place}: ${outcome.reason}; not sent again`);
  }

  async #tellPartial(rejected: number, message: string, count: number, place: string): Promise<void> {
    const { onNotice, counts } = this.#options;
    const { name } = this.#open.collector;
    // A collector may claim more than it got.
    const lost = Math.min(rejected, count);
    counts.refused += lost;
    const said = shortened(message);
    if (lost > 0) {
      const reason = said === "" ? "without a reason" : said;
      await onNotice(`${name}: rejected ${lost} of ${records(count)} of ${place}: ${reason}; not sent again`);
    } else if (said !== "") await onNotice(`${name}: warns of ${place}: ${said}`);
  }

  /**
   * Tells records that a collector cannot use from a server that is none: that refuses a request without any record, too.
   *
   * @throws {ShipError} `refused`.
   */
  async #checkCollector(reason: string): Promise<void> {
    const { collector } = this.#open;
    const outcome = await collector.send([]);
    if (outcome.kind === "taken") return;
    throw new ShipError(
      "refused",
      `${collector.name}: ${reason}; it refuses requests without records, too, so it is hardly a collector of OpenTelemetry. Check the URL; nothing is lost, and the next run goes on here`,
    );
  }
}

/** The lines that records are of. */
function placeOf({ origin, file }: ShipBlock, hosts: readonly HostRecords[]): string {
  const numbers = hosts.flatMap(({ records: own }) => own.map(({ lineNumber }) => lineNumber));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const lines = first === last ? `line ${first}` : `lines ${first} to ${last}`;
  return `${shortened(origin.log)} (file ${file.number}, ${lines})`;
}

function countOf(hosts: readonly HostRecords[]): number {
  return hosts.reduce((sum, { records: own }) => sum + own.length, 0);
}

function records(count: number): string {
  return count === 1 ? "1 record" : `${count} records`;
}

/** The first and the second half of the records. */
function halves(hosts: readonly HostRecords[]): readonly (readonly HostRecords[])[] {
  const middle = Math.ceil(countOf(hosts) / 2);
  return [part(hosts, 0, middle), part(hosts, middle, Number.POSITIVE_INFINITY)];
}

function part(hosts: readonly HostRecords[], start: number, end: number): HostRecords[] {
  let before = 0;
  return hosts.flatMap(({ resource, records: own }) => {
    const kept = own.slice(Math.max(0, start - before), Math.max(0, end - before));
    before += own.length;
    return kept.length === 0 ? [] : [{ resource, records: kept }];
  });
}
