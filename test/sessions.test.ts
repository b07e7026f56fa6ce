import { describe, expect, it } from "vitest";
import { blocksOf, sessionsOf } from "./support/sessions.js";

const document = (...sessions: readonly string[]): string =>
  sessions.map((session) => `Text.\n\n\`\`\`console\n${session}\n\`\`\`\n`).join("\n");

/** Which sessions are skipped on a machine without `rare`, and why. */
const skippedIn = (...sessions: readonly string[]): (string | undefined)[] =>
  sessionsOf(blocksOf(document(...sessions)), (program) => program !== "rare").map(({ skipped }) => skipped);

const reason = (file: string, line: number): string =>
  `it uses ${file} of the session in line ${line}, which is skipped: rare is not installed`;

describe("the sessions of a document", () => {
  it("run, where every program is installed", () => {
    expect(skippedIn("$ metric-events events\n$ echo rare | cat > a.txt", "$ cat a.txt")).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ["alone", "$ rare --flag"],
    ["after another step", "$ echo\n\n$ rare"],
    ["in a pipe", "$ echo 'a | b' | rare"],
    ["after a condition", "$ true && rare x"],
    ["with a variable", "$ A=1 rare"],
    ["on a line that goes on", "$ true \\\n  && rare"],
  ])("are skipped where one needs a missing program, %s", (_, session) => {
    expect(skippedIn(session)).toEqual(["rare is not installed"]);
  });

  it.each(["$ echo 'rare | rare'", '$ echo "x; rare"', "$ cat > a.txt <<'END'\n> rare\n> END"])(
    "are not skipped for a mention: %s",
    (session) => {
      expect(skippedIn(session)).toEqual([undefined]);
    },
  );

  it("are skipped with all that builds on a skipped one, also by way of others, and only with that", () => {
    expect(
      skippedIn(
        "$ echo 1 > own.txt",
        "$ echo 1 > state\n$ rare made.conf",
        "$ sed -i s/a/b/ made.conf > next.txt",
        "$ cat own.txt",
        "$ cat next.txt",
        "$ echo 2 > state",
        "$ cat other.conf",
      ),
    ).toEqual([
      undefined,
      "rare is not installed",
      reason("made.conf", 9),
      undefined,
      reason("next.txt", 16),
      reason("state", 9),
      undefined,
    ]);
  });

  it("are skipped with what reads the log that a skipped one should have written", () => {
    const [, second, third] = skippedIn("$ metric-events emit x\n$ rare", "$ metric-events tail", "$ git status");
    expect(second).toMatch(/^it uses the log of the session in line 3, /);
    expect(third).toBeUndefined();
  });
});
