import { execFileSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { below, installedLine, printedSeed, seededRandom, temporaryFolder, until } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type ShipCounts, type ShipSinkFactory, shipLogs } from "../../src/index.js";
import { type MemorySink, memorySink } from "../support/memory-sink.js";

async function shipOnce(log: string, { to }: MemorySink, signal = new AbortController().signal): Promise<ShipCounts> {
  return shipLogs({ logs: [log], to, host: "h", catalogue, once: true, signal });
}

/** As logrotate does: each file gets the next name. */
function rotate(log: string, count: number): void {
  for (let number = count; number > 0; number--) {
    const name = number === 1 ? log : `${log}.${number - 1}`;
    for (const suffix of ["", ".gz"]) {
      if (existsSync(`${name}${suffix}`)) renameSync(`${name}${suffix}`, `${log}.${number}${suffix}`);
    }
  }
}

function compress(log: string): void {
  if (existsSync(log)) execFileSync("gzip", [log]);
}

describe("a log that is shipped again and again", () => {
  it("goes on where the destination is, through rotation and compression", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    let written = "";
    const write = (text: string): void => {
      appendFileSync(log, text);
      written += text;
    };
    write(`${installedLine(1)}\n${installedLine(2)}\n`);
    await shipOnce(log, sink);
    write(`${installedLine(3)}\n`);
    rotate(log, 5);
    write(`${installedLine(4)}\n`);
    rotate(log, 5);
    compress(`${log}.2`);
    write(`${installedLine(5)}\n`);
    await shipOnce(log, sink);
    await shipOnce(log, sink);
    expect(sink.text()).toBe(written);
    expect(sink.blocks.map(({ file, linesBefore }) => [file.number, linesBefore])).toEqual([
      [1, 0],
      [1, 2],
      [2, 0],
      [3, 0],
    ]);
  });

  it("tells two files apart that begin alike, or are the same byte for byte", async () => {
    for (const [first, second] of [
      ["a\n", "a\n"],
      ["a\nb\n", "a\nc\n"],
      ["a\nb\n", "a\n"],
      ["a\n", "a\nb\n"],
    ] as const) {
      const log = join(temporaryFolder(), "m.log");
      const sink = memorySink();
      writeFileSync(log, first);
      await shipOnce(log, sink);
      rotate(log, 5);
      writeFileSync(log, second);
      await shipOnce(log, sink);
      compress(`${log}.1`);
      await shipOnce(log, sink);
      rotate(log, 5);
      compress(`${log}.1`);
      await shipOnce(log, sink);
      appendFileSync(log, "a\n");
      await shipOnce(log, sink);
      expect(sink.text()).toBe(`${first}${second}a\n`);
      expect(new Set(sink.blocks.map(({ file, start }) => `${file.number} ${start}`)).size).toBe(sink.blocks.length);
    }
  });

  it("loses and doubles nothing, wherever it is killed", async () => {
    const seed = printedSeed("killed shippers");
    const random = seededRandom(seed);
    for (let round = 0; round < 20; round++) {
      const log = join(temporaryFolder(), "m.log");
      const sink = memorySink();
      let written = "";
      let isLate = false;
      for (let step = 0; step < 25; step++) {
        const what = below(random, 8);
        if (what < 3) {
          // Some lines are equal, in the same file and in others.
          const lines = Array.from(
            { length: below(random, 250) + 1 },
            (_, index) => `${index % 3 ? step : 0} ${"x".repeat(index % 40)}\n`,
          );
          const text = `same\n${round} ${step}\n${lines.join("")}`;
          if (isLate && existsSync(`${log}.1`) && !existsSync(log)) appendFileSync(`${log}.1`, text);
          else appendFileSync(log, text);
          written += text;
        } else if (what < 5) {
          // Files that are shipped stay for five rotations.
          if (existsSync(log)) rotate(log, 30);
          isLate = what === 4;
        } else if (what === 5) {
          compress(`${log}.${existsSync(log) ? 1 : 2}`);
        } else if (written !== "") {
          const killed = new AbortController();
          let left = below(random, 6);
          sink.beforeSend = () => {
            if (left-- > 0) return;
            killed.abort(new Error("killed"));
            if (below(random, 2) === 0) throw killed.signal.reason;
          };
          await shipOnce(log, sink, killed.signal);
        }
      }
      sink.beforeSend = () => {};
      if (written !== "") await shipOnce(log, sink);
      expect(sink.text() === written, `seed ${seed}, round ${round}`).toBe(true);
    }
  });

  it("ships the torn last line of a rotated file, and waits for that of the current one", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    writeFileSync(`${log}.1`, `${installedLine(1)}\n{"torn`);
    utimesSync(`${log}.1`, 1000, 1000);
    writeFileSync(log, `${installedLine(2)}\n{"not yet`);
    const counts = await shipOnce(log, sink);
    expect(sink.blocks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      `${installedLine(1)}\n`,
      '{"torn',
      `${installedLine(2)}\n`,
    ]);
    expect(counts).toMatchObject({ lines: 3, badLines: 1 });
    appendFileSync(log, ` whole"}\n`);
    await shipOnce(log, sink);
    expect(sink.text().endsWith('{"not yet whole"}\n')).toBe(true);
  });

  it("ends where a file cannot be opened, and names it: lines would be lost, or come in another order", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    await expect(shipOnce(log, sink)).rejects.toThrow(`${log}: no such file or directory`);
    mkdirSync(log);
    await expect(shipOnce(log, sink)).rejects.toThrow(`${log}: this is a directory; name a log in it`);
    const { signal } = new AbortController();
    const follow = shipLogs({ logs: [log], to: sink.to, host: "h", catalogue, signal });
    await expect(follow).rejects.toThrow(`${log}: this is a directory; name a log in it`);
  });

  it("finds what copytruncate copied, and begins the emptied file again", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    writeFileSync(log, "a\nb\n");
    await shipOnce(log, sink);
    appendFileSync(log, "c\n");
    writeFileSync(`${log}.1`, readFileSync(log));
    truncateSync(log);
    appendFileSync(log, "d\n");
    await shipOnce(log, sink);
    expect(sink.text()).toBe("a\nb\nc\nd\n");
  });
});

describe("a log whose current file is gone", () => {
  const kept = ["a\n1\n", "b\n2\n", "c\n3\n"];

  async function shipAll(log: string, sink: MemorySink): Promise<void> {
    writeFileSync(log, kept[0] ?? "");
    await shipOnce(log, sink);
    for (const text of kept.slice(1)) {
      rotate(log, 5);
      writeFileSync(log, text);
      await shipOnce(log, sink);
    }
  }

  const losses: Readonly<Record<string, (log: string) => void>> = {
    removed: (log) => rmSync(log),
    emptied: (log) => truncateSync(log),
    "written anew": (log) => writeFileSync(log, "a\n3\n"),
    "removed, and the one before it compressed": (log) => {
      rmSync(log);
      compress(`${log}.1`);
    },
  };

  for (const [loss, lose] of Object.entries(losses)) {
    it(`goes on after the file before it: ${loss} between two runs`, async () => {
      const log = join(temporaryFolder(), "m.log");
      const sink = memorySink();
      await shipAll(log, sink);
      lose(log);
      const isThere = existsSync(log) ? readFileSync(log, "utf8") : "";
      await shipOnce(log, sink);
      await shipOnce(log, sink);
      appendFileSync(log, "d\n");
      await shipOnce(log, sink);
      rmSync(log);
      appendFileSync(log, "e\n");
      await shipOnce(log, sink);
      rotate(log, 5);
      writeFileSync(log, "f\n");
      await shipOnce(log, sink);
      expect(sink.text()).toBe(`${kept.join("")}${isThere}d\ne\nf\n`);
      // No two files have one number.
      const names = new Map(sink.blocks.map(({ file }) => [file.number, file.fingerprint]));
      for (const { file } of sink.blocks) expect(names.get(file.number)).toBe(file.fingerprint);
    });
  }

  it("keeps the number of a file that is gone when the file before it grows", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    await shipAll(log, sink);
    rmSync(log);
    appendFileSync(`${log}.1`, "late\n");
    await shipOnce(log, sink);
    writeFileSync(log, "c\nnew\n");
    await shipOnce(log, sink);
    expect(sink.text()).toBe(`${kept.join("")}late\nc\nnew\n`);
    expect(sink.blocks.map(({ file }) => file.number)).toEqual([1, 2, 3, 2, 4]);
  });

  it("goes on after the file before it while it is followed", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    await shipAll(log, sink);
    const end = new AbortController();
    const times = { pollMs: 2, lingerMs: 20 };
    const notices: string[] = [];
    const onNotice = (text: string): void => void notices.push(text);
    const work = shipLogs({ logs: [log], to: sink.to, host: "h", catalogue, signal: end.signal, onNotice, ...times });
    let written = kept.join("");
    const write = async (text: string): Promise<void> => {
      appendFileSync(log, text);
      written += text;
      await until("the line is shipped", () => sink.text() === written || sink.text().length > written.length);
      expect(sink.text()).toBe(written);
    };
    await write("d\n");
    for (const text of ["e\n", "f\n", "g\n"]) {
      rmSync(log);
      await write(text);
    }
    for (const text of ["h\n", "i\n"]) {
      truncateSync(log);
      const count = notices.length;
      await until("it is noticed", () => notices.length > count);
      await write(text);
    }
    end.abort();
    await work;
  });
});

describe("several logs", () => {
  it("are shipped to their ends, though one cannot be read", async () => {
    const folder = temporaryFolder();
    const sinks = new Map<string, MemorySink>();
    writeFileSync(join(folder, "b.log"), "x\n".repeat(1000));
    symlinkSync("loop.log", join(folder, "loop.log"));
    const notices: string[] = [];
    const to: ShipSinkFactory = (options) => {
      const sink = memorySink();
      return {
        ...sink.to(options),
        open: async ({ log }) => {
          sinks.set(log, sink);
          return undefined;
        },
      };
    };
    const { signal } = new AbortController();
    const work = shipLogs({
      logs: ["a.log", "b.log", "./loop.log"],
      to,
      host: "h",
      catalogue,
      once: true,
      signal,
      cwd: folder,
      onNotice: (text) => void notices.push(text),
    });
    await expect(work).rejects.toThrow("cannot read a.log: no such file or directory");
    expect(notices).toEqual(["cannot read loop.log: too many symbolic links encountered"]);
    expect(sinks.get("b.log")?.text()).toBe("x\n".repeat(1000));
  });

  it.skipIf(process.geteuid?.() === 0)(
    "says that a log may not be read (skipped for root, who may read all)",
    async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "a.log"), "x\n", { mode: 0 });
      const { signal } = new AbortController();
      const work = shipLogs({
        logs: ["a.log"],
        to: memorySink().to,
        host: "h",
        catalogue,
        once: true,
        signal,
        cwd: folder,
      });
      await expect(work).rejects.toThrow("cannot read a.log: permission denied");
    },
  );
});

describe("a log that is followed", () => {
  it("is shipped while it is written, rotated and compressed", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    const end = new AbortController();
    const notices: string[] = [];
    const work = shipLogs({
      logs: [log],
      to: sink.to,
      host: "h",
      catalogue,
      signal: end.signal,
      pollMs: 2,
      lingerMs: 20,
      onNotice: (text) => void notices.push(text),
    });
    await until("the notice that there is no log", () => notices.length > 0);
    let written = "";
    const write = (text: string): void => {
      appendFileSync(log, text);
      written += text;
    };
    for (let turn = 0; turn < 6; turn++) {
      write(`same\n${turn}\n`);
      if (turn % 2 === 0) await until("the lines are shipped", () => sink.text() === written);
      rotate(log, 20);
      // Nobody holds it open here.
      compress(`${log}.${turn % 3 === 0 ? 1 : 2}`);
    }
    await until("all lines are shipped", () => sink.text() === written);
    write("last\n");
    await until("the last line is shipped", () => sink.text() === written);
    rmSync(`${log}.1`, { force: true });
    end.abort();
    await work;
    expect(notices).toEqual([`${log}: no such file or directory; waiting for it`]);
    expect(sink.text()).toBe(written);
  });

  it("is read no further while a block waits", async () => {
    const log = join(temporaryFolder(), "m.log");
    const sink = memorySink();
    const end = new AbortController();
    const gate = new EventEmitter();
    let waiting = 0;
    sink.beforeSend = async () => {
      waiting++;
      if (waiting === 1) await once(gate, "open");
    };
    const work = shipLogs({
      logs: [log],
      to: sink.to,
      host: "h",
      catalogue,
      signal: end.signal,
      pollMs: 2,
      lingerMs: 20,
    });
    let written = "";
    for (let turn = 0; turn < 4; turn++) {
      const text = `${turn}\n`.repeat(1000);
      appendFileSync(log, text);
      written += text;
      await until("a block waits", () => waiting === 1);
      rotate(log, 9);
      compress(`${log}.2`);
    }
    expect(waiting).toBe(1);
    gate.emit("open");
    await until("all lines are shipped", () => sink.text() === written);
    end.abort();
    await work;
  });
});
