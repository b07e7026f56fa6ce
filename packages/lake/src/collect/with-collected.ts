import { posix } from "node:path";
import type { BadPart, LakeManifest, LakePart } from "../manifest/manifest.js";
import { collectedFileName } from "../parts/part-path.js";
import { withParts } from "../parts/with-parts.js";
import { withSequences } from "./byte-ranges.js";
import type { CollectedStream, CollectRange, OpenRange, SequenceRange } from "./collected.js";
import type { WrittenBlock } from "./write-block.js";

type Listed = Omit<LakeManifest, "generation" | "ledger">;

/** A range whose files are in the lake. */
interface AddedRange {
  readonly range: CollectRange;
  readonly taken: OpenRange["taken"];
  readonly written: WrittenBlock;
  readonly lastTime: string | undefined;
  readonly created: string;
  readonly blockSize: number;
}

/** A manifest that lists the files of a range, too, and no longer those that they replace. */
export function withCollected(manifest: Listed, added: AddedRange): Listed {
  const { range, taken, written, lastTime, created, blockSize } = added;
  const { epoch, from, to, isWhole } = range;
  const before = manifest.collected?.epoch === epoch ? manifest.collected : undefined;
  const [done, open] = [before?.done ?? [], before?.open ?? []];
  const block = { from: to - blockSize + 1, to };
  const isLater = before?.last === undefined || to > before.last.sequence;
  const collected: CollectedStream = {
    blockSize,
    epoch,
    created,
    last: isLater && lastTime !== undefined ? { sequence: to, time: lastTime } : before?.last,
    done: isWhole ? withSequences(done, block) : done,
    open: isWhole
      ? open.filter((each) => !isWithin(each, block))
      : [...open, { from, to, lines: written.lines, taken }],
  };
  const { parts, badLines, unknown, lines } = replacedFiles(manifest, range);
  const gone = new Set<BadPart>([...parts, ...badLines, ...unknown]);
  const stays = (part: BadPart): boolean => !gone.has(part);
  return withParts(
    {
      ...manifest,
      parts: manifest.parts.filter(stays),
      badLines: manifest.badLines.filter(stays),
      ...(manifest.unknown === undefined ? {} : { unknown: manifest.unknown.filter(stays) }),
      lines: manifest.lines + written.lines - lines,
      collected,
    },
    written,
  );
}

interface ReplacedFiles {
  readonly parts: readonly LakePart[];
  readonly badLines: readonly BadPart[];
  readonly unknown: readonly BadPart[];
  readonly lines: number;
  readonly messages: number;
}

/** The files of parts of a block that a whole block replaces. */
export function replacedFiles(manifest: Listed, range: CollectRange): ReplacedFiles {
  const { collected, parts, badLines, unknown = [] } = manifest;
  const isSame = range.isWhole && collected?.epoch === range.epoch;
  const open = isSame ? collected.open.filter((each) => isWithin(each, range)) : [];
  const names = new Set(open.map((each) => collectedFileName(range.epoch, each)));
  const isReplaced = ({ path }: BadPart): boolean => names.has(posix.basename(path));
  return {
    parts: parts.filter(isReplaced),
    badLines: badLines.filter(isReplaced),
    unknown: unknown.filter(isReplaced),
    lines: open.reduce((sum, each) => sum + each.lines, 0),
    messages: open.reduce((sum, { from, to }) => sum + to - from + 1, 0),
  };
}

function isWithin(inner: SequenceRange, outer: SequenceRange): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}
