import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { type LineQuestion, lineReader } from "../src/terminal-lines.js";

const question: LineQuestion = {
  prompt: "sql> ",
  history: ["select 2;", "select 1;"],
  complete: (line) => [["runner_start", "runner_stop"].filter((word) => word.startsWith(line)), line],
};

/** What is read when somebody presses these keys, and what the terminal shows. */
async function press(keys: string, times = 1): Promise<{ readonly lines: unknown[]; readonly shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const read = lineReader(input, output);
  const lines: unknown[] = [];
  for (let index = 0; index < times; index++) {
    const line = read(question);
    // One by one: a tab that comes with other keys is taken for text.
    if (index === 0) for (const key of keys.includes("\t") ? [...keys] : [keys]) input.write(key);
    lines.push(await line);
  }
  return { lines, shown };
}

it("a line is what was typed, after its prompt", async () => {
  const { lines, shown } = await press("select 3;\r");
  expect(lines).toEqual([{ kind: "line", text: "select 3;" }]);
  expect(shown).toContain("sql> ");
});

it("the arrow up brings lines from the history", async () => {
  expect((await press("\u001b[A\u001b[A\r")).lines).toEqual([{ kind: "line", text: "select 1;" }]);
});

it("tab completes what only one word begins with, as far as all agree", async () => {
  expect((await press("runner_sta\t\r")).lines).toEqual([{ kind: "line", text: "runner_start" }]);
  expect((await press("ru\top\r")).lines).toEqual([{ kind: "line", text: "runner_stop" }]);
});

it("Ctrl-C drops the line, and Ctrl-D ends", async () => {
  expect((await press("select\u0003")).lines).toEqual([{ kind: "cancelled" }]);
  expect((await press("\u0004")).lines).toEqual([{ kind: "end" }]);
});

it("lines that are pasted together come one after the other", async () => {
  const { lines } = await press("select\r1;\r", 2);
  expect(lines).toEqual([
    { kind: "line", text: "select" },
    { kind: "line", text: "1;" },
  ]);
});
