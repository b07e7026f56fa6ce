import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { catalogue } from "@metric-events/core";
import { openLogFamily } from "@metric-events/reader";
import { below, installedLine, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { appendLogs, compactLake } from "../src/index.js";
import { badLinesIn, durationsIn } from "./support/lake-content.js";

const histories = 6;
const steps = 40;

/** A log that is written and rotated in random ways, and what was written. */
class RandomLog {
  readonly path: string;
  readonly #random: () => number;
  #next = 0;
  #bad = 0;
  #unfinished = "";
  #time = 1000;

  constructor(folder: string, random: () => number) {
    this.path = join(folder, "metrics.log");
    this.#random = random;
    writeFileSync(this.path, "");
  }

  /** All numbers that whole lines have. */
  get durations(): readonly number[] {
    return Array.from({ length: this.#next }, (_, index) => index);
  }

  /** How many whole lines are bad. */
  get bad(): number {
    return this.#bad;
  }

  write(): void {
    const count = 1 + below(this.#random, 30);
    for (let index = 0; index < count; index++) this.#line();
  }

  /** A writer that is in the middle of a line. */
  writeHalf(): void {
    if (this.#unfinished !== "") return;
    const line = installedLine(this.#next);
    const cut = 1 + below(this.#random, line.length - 2);
    appendFileSync(this.path, line.slice(0, cut));
    this.#unfinished = line.slice(cut);
  }

  rotate(): void {
    this.#finish();
    for (let number = 8; number > 0; number--) {
      for (const ending of ["", ".gz"]) {
        const name = `${this.path}.${number}${ending}`;
        if (existsSync(name)) renameSync(name, `${this.path}.${number + 1}${ending}`);
      }
    }
    if (below(this.#random, 2) === 0) {
      renameSync(this.path, `${this.path}.1`);
      writeFileSync(this.path, "");
    } else {
      copyFileSync(this.path, `${this.path}.1`);
      truncateSync(this.path);
    }
    // The order of a family is that of the times of its files.
    for (let number = 1; number < 9; number++) {
      for (const ending of ["", ".gz"]) {
        const name = `${this.path}.${number}${ending}`;
        if (existsSync(name)) utimesSync(name, this.#time - number, this.#time - number);
      }
    }
    this.#time += 100;
  }

  /** Leaves the original beside the compressed copy, as a compressor that works does, or one that is unfinished. */
  compress(): void {
    const number = 1 + below(this.#random, 4);
    const original = `${this.path}.${number}`;
    if (!existsSync(original) || existsSync(`${original}.gz`)) return;
    const packed = gzipSync(readFileSync(original));
    const kind = below(this.#random, 3);
    writeFileSync(`${original}.gz`, kind === 0 ? packed.subarray(0, below(this.#random, packed.length)) : packed);
    if (kind === 1) rmSync(original);
    if (kind === 0) rmSync(`${original}.gz`);
  }

  /** `copytruncate` that is killed, or not done: a copy without the end. To be followed by {@link dropCopy}. */
  copyHalf(): void {
    const content = readFileSync(this.path);
    writeFileSync(`${this.path}.1.2`, content.subarray(0, below(this.#random, content.length + 1)));
  }

  dropCopy(): void {
    rmSync(`${this.path}.1.2`, { force: true });
  }

  /** Only what the lake has may go. */
  removeOldest(): void {
    for (let number = 9; number > 0; number--) {
      for (const ending of [".gz", ""]) {
        const name = `${this.path}.${number}${ending}`;
        if (!existsSync(name)) continue;
        rmSync(name);
        if (ending === "" || !existsSync(`${this.path}.${number}`)) return;
      }
    }
  }

  #line(): void {
    this.#finish();
    const isBad = below(this.#random, 12) === 0;
    appendFileSync(this.path, isBad ? `bad ${this.#bad++}\n` : `${installedLine(this.#next++)}\n`);
  }

  #finish(): void {
    if (this.#unfinished === "") return;
    appendFileSync(this.path, `${this.#unfinished}\n`);
    this.#unfinished = "";
    this.#next++;
  }
}

it("a lake has every line once, however its log was written, rotated, compressed and copied", async () => {
  const random = seededRandom(printedSeed("random rotations"));
  for (let history = 0; history < histories; history++) {
    const folder = temporaryFolder();
    const lake = join(folder, "lake");
    const log = new RandomLog(folder, random);
    const append = async (): Promise<void> => {
      const logs = await openLogFamily(log.path);
      try {
        await appendLogs(logs, { catalogue, lake, roundBytes: 300 + below(random, 4000) });
      } finally {
        for (const { handle } of logs) await handle?.close();
      }
    };
    for (let step = 0; step < steps; step++) {
      const actions = [
        () => log.write(),
        () => log.write(),
        () => log.writeHalf(),
        () => log.rotate(),
        () => log.compress(),
        append,
        async () => {
          log.copyHalf();
          await append();
          log.dropCopy();
        },
        async () => {
          await append();
          log.removeOldest();
        },
        async () => {
          await append();
          await compactLake({ lake });
        },
      ];
      await actions[below(random, actions.length)]?.();
    }
    // The beginning of a line may be that of another log at hand, whose copy it could be.
    log.write();
    await append();
    expect(await durationsIn(lake)).toEqual(log.durations);
    expect(await badLinesIn(lake)).toBe(log.bad);
  }
});
