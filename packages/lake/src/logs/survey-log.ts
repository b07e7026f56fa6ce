import { LogError, type UnreadLog } from "@metric-events/reader";
import type { KnownLog, Ledger } from "../manifest/ledger.js";
import type { LogSource } from "./log-source.js";
import { type LogContent, marksWithin, type Prefix, PrefixHasher, startsWithMarks } from "./prefix-hasher.js";

/** A log at hand, and what the lake has of it. */
export interface Survey {
  readonly source: LogSource;
  readonly content: LogContent;
  /** Its number in the ledger; `undefined` for one that the lake does not have. */
  readonly known: number | undefined;
  /** Known logs that are longer, and begin in the same way as far as their marks tell: it may be an unfinished copy of one. */
  readonly longer: readonly KnownLog[];
  /** Set for a log that cannot be read to its end. */
  readonly unread: UnreadLog | undefined;
  /** Of a compressed log that was read to its end. */
  readonly packed: string | undefined;
}

/** Reads a log once to see which one it is. `undefined` for a compressed one that the lake is known to have all of. */
export async function surveyLog(source: LogSource, ledger: Ledger, pieceBytes: number): Promise<Survey | undefined> {
  const packed = await source.packedFingerprint();
  const ofHost = ledger.logs.map((log, number) => ({ log, number })).filter(({ log }) => log.host === source.host);
  if (packed !== undefined && ofHost.some(({ log }) => log.packed?.includes(packed))) return undefined;
  const asked = ofHost.flatMap(({ log, number }) => prefixesOf(log).map((prefix) => ({ ...prefix, number })));
  const hasher = new PrefixHasher(asked, pieceBytes);
  let unread: UnreadLog | undefined;
  try {
    for await (const chunk of source.chunks()) hasher.add(chunk);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    unread = { file: source.name, code: error.code, message: error.message, lastLine: 0 };
  }
  const content = hasher.finish();
  return {
    source,
    content,
    known: knownBy(content.matches, asked),
    longer: ofHost.flatMap(({ log }) => (mayGoOnAs(content, log) ? [log] : [])),
    unread,
    packed: unread === undefined || unread.code === "trailing-data" ? packed : undefined,
  };
}

/** What a log that comes again begins with: its whole lines, and the line after them, which had no end. */
function prefixesOf({ bytes, hash, tail }: KnownLog): readonly Prefix[] {
  return [...(bytes === 0 ? [] : [{ bytes, hash }]), ...(tail === undefined ? [] : [tail])];
}

/** The log that has most in common. */
function knownBy(
  matches: readonly Prefix[],
  asked: readonly (Prefix & { readonly number: number })[],
): number | undefined {
  const best = matches.at(-1);
  return asked.find(({ bytes, hash }) => bytes === best?.bytes && hash === best.hash)?.number;
}

function mayGoOnAs({ whole, marks }: LogContent, known: KnownLog): boolean {
  if (known.bytes <= whole.bytes || marks.length === 0) return false;
  return marksWithin(known.marks, whole.bytes).length === marks.length && startsWithMarks(known.marks, marks);
}
