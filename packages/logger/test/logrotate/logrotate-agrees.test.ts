import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasTool, temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { checkLogrotate, type LogrotateFindingCode } from "../../src/index.js";
import { processLimitMs } from "../support/limits.js";

interface Case {
  readonly what: string;
  /** Lines of the block of the log. */
  readonly block?: readonly string[];
  /** Lines outside of blocks, before that of the log. */
  readonly defaults?: readonly string[];
  /** The name of the included file that has the block. Default: it is in the configuration itself. */
  readonly included?: string;
  readonly codes: readonly LogrotateFindingCode[];
  /** Whether a script gives writers the time to notice, which a dry run cannot show. */
  readonly isWaiting?: boolean;
}

const script = (...lines: readonly string[]): string[] => ["rotate 2", "compress", "postrotate", ...lines, "endscript"];

const cases: readonly Case[] = [
  { what: "rotate", block: ["rotate 3"], codes: [] },
  { what: "rotate=", block: ["rotate=3"], codes: [] },
  { what: "a hexadecimal count", block: ["rotate 0x3"], codes: [] },
  { what: "no limit", block: ["rotate -1"], codes: [] },
  { what: "rotate with a comment", block: ["rotate 3 # keep"], codes: ["refused"] },
  { what: "rotate with a fraction", block: ["rotate 3.5"], codes: ["refused"] },
  { what: "rotate with a word", block: ["rotate x"], codes: ["refused"] },
  { what: "rotate with another directive", block: ["rotate 3 compress"], codes: ["refused"] },
  { what: "rotate with a semicolon", block: ["rotate 3;"], codes: ["refused"] },
  { what: "rotate in a comment", block: ["rotate 2", "# rotate 0"], codes: [] },
  { what: "rotate 0", block: ["rotate 0"], codes: ["rotate-0"] },
  { what: "no rotate", block: ["missingok"], codes: ["rotate-0"] },
  { what: "a default", defaults: ["rotate 2"], block: ["missingok"], codes: [] },
  { what: "a default with a comment", defaults: ["rotate 2 # keep"], block: ["rotate 2"], codes: ["refused"] },
  { what: "copytruncate", block: ["rotate 2", "copytruncate"], codes: ["copytruncate"] },
  { what: "copytruncate with a comment", block: ["rotate 2", "copytruncate # no"], codes: ["copytruncate"] },
  {
    what: "copytruncate after a flag",
    block: ["rotate 2", "compress copytruncate delaycompress"],
    codes: ["copytruncate"],
  },
  { what: "copytruncate that is undone", block: ["rotate 2", "copytruncate nocopytruncate"], codes: [] },
  { what: "copytruncate as a default", defaults: ["copytruncate"], block: ["rotate 2"], codes: ["copytruncate"] },
  { what: "copy", block: ["rotate 2", "copy"], codes: ["copy"] },
  { what: "copy that is undone", block: ["rotate 2", "copy", "nocopy"], codes: [] },
  { what: "copy with copytruncate", block: ["rotate 2", "copy", "copytruncate"], codes: ["copytruncate"] },
  { what: "compress", block: ["rotate 2", "compress"], codes: ["compress-at-once"] },
  { what: "compress with a comment", block: ["rotate 2", "compress # all"], codes: ["compress-at-once"] },
  { what: "compress with delay", block: ["rotate 2", "compress delaycompress"], codes: [] },
  { what: "compress that is undone", block: ["rotate 2", "compress", "nocompress"], codes: [] },
  { what: "compress with a script that waits", block: script("sleep 1"), codes: [], isWaiting: true },
  { what: "a comment that sleeps", block: script("# sleep 1", "true"), codes: ["compress-at-once"] },
  { what: "a comment at the end of a line", block: script("true # sleep 1"), codes: ["compress-at-once"] },
  { what: "a text that sleeps", block: script('echo "', "sleep 1", '"'), codes: ["compress-at-once"] },
  { what: "a size", block: ["rotate 2", "size 10M"], codes: [] },
  { what: "a size with a comment", block: ["rotate 2", "size 10M # c"], codes: ["refused"] },
  { what: "a size with an unknown unit", block: ["rotate 2", "maxsize 10MB"], codes: ["refused"] },
  { what: "an age with a comment", block: ["rotate 2", "maxage 3 # c"], codes: ["refused"] },
  { what: "a start with a comment", block: ["rotate 2", "start 1 # c"], codes: ["refused"] },
  { what: "create with a mode that is not octal", block: ["rotate 2", "create 0999 root root"], codes: ["refused"] },
  { what: "su without a group", block: ["rotate 2", "su root"], codes: ["refused"] },
  { what: "a mail address with a comment", block: ["rotate 2", "mail a@b # c"], codes: ["refused"] },
  { what: "a frequency with a comment", block: ["rotate 2", "daily # each"], codes: [] },
  { what: "an unknown directive", block: ["rotate 2", "nosuch copytruncate"], codes: [] },
  { what: "tabooext within a block", block: ["rotate 2", "tabooext + .x"], codes: ["refused"] },
  { what: "a shell command as a line", block: ["rotate 2", "/bin/true"], codes: ["refused"] },
  { what: "an included file", included: "a.conf", block: ["rotate 2"], codes: [] },
  { what: "a hidden included file", included: ".hidden", block: ["rotate 2"], codes: [] },
  { what: "a hidden backup", included: ".a.dpkg-new", block: ["rotate 2"], codes: [] },
  { what: "a backup", included: "a.dpkg-new", block: ["rotate 2"], codes: ["none"] },
  { what: "tabooext +", defaults: ["tabooext + .x"], included: "a.x", block: ["rotate 2"], codes: ["none"] },
  { what: "a list", defaults: ["tabooext + .y, .x"], included: "a.x", block: ["rotate 2"], codes: ["none"] },
  { what: "tabooext + keeps all", defaults: ["tabooext + .x"], included: "a~", block: ["rotate 2"], codes: ["none"] },
  { what: "tabooext replaces all", defaults: ["tabooext .x"], included: "a~", block: ["rotate 2"], codes: [] },
  { what: "taboopat +", defaults: ["taboopat + b*,a.?"], included: "a.x", block: ["rotate 2"], codes: ["none"] },
  { what: "taboopat replaces all", defaults: ["taboopat b*"], included: "a.bak", block: ["rotate 2"], codes: [] },
];

describe("the table", () => {
  it("has at least 40 configurations, with and without findings", () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    for (const code of ["refused", "rotate-0", "copytruncate", "copy", "compress-at-once", "none"] as const)
      expect(
        cases.some(({ codes }) => codes.includes(code)),
        code,
      ).toBe(true);
  });
});

describe("checkLogrotate and logrotate(8) agree", () => {
  let folder: string;
  let logPath: string;
  let configPath: string;
  beforeEach(() => {
    folder = temporaryFolder();
    // logrotate refuses folders and files that others may write.
    chmodSync(folder, 0o755);
    logPath = join(folder, "metrics.log");
    configPath = join(folder, "logrotate.conf");
    mkdirSync(join(folder, "d"));
    writeFileSync(logPath, "{}\n");
  });

  function configure({ block = [], defaults = [], included }: Case): void {
    const lines = [`${logPath} {`, ...block, "}"];
    if (included !== undefined) writeFileSync(join(folder, "d", included), `${lines.join("\n")}\n`, { mode: 0o644 });
    const own = included === undefined ? lines : [`include ${join(folder, "d")}`];
    writeFileSync(configPath, `${[...defaults, ...own].join("\n")}\n`, { mode: 0o644 });
  }

  it.each(cases)("on $what: check", (one) => {
    configure(one);
    expect(checkLogrotate({ configPath, logPath }).map(({ code }) => code)).toEqual(one.codes);
  });

  const isInstalled = hasTool("logrotate", "logrotate");

  it.skipIf(!isInstalled).each(cases)("on $what: logrotate", (one) => {
    configure(one);
    const { stderr } = spawnSync("logrotate", ["--debug", "--force", "--state", join(folder, "state"), configPath], {
      encoding: "utf8",
      timeout: processLimitMs,
      killSignal: "SIGKILL",
    });
    const codes = codesIn(stderr).filter((code) => code !== "compress-at-once" || one.isWaiting !== true);
    const expected = one.codes.map((code) => (code === "none" || code === "refused" ? "unrotated" : code));
    expect(codes, stderr).toEqual(expected);
  });

  /** What a dry run shows. */
  function codesIn(output: string): string[] {
    if (!output.includes(`rotating log ${logPath}, `)) return ["unrotated"];
    if (output.includes(`\ntruncating ${logPath}\n`)) return ["copytruncate"];
    if (output.includes(`\nNot truncating ${logPath}\n`)) return ["copy"];
    return [
      ...(output.includes("log->rotateCount is 0\n") ? ["rotate-0"] : []),
      ...(output.includes("\ncompressing log with: ") ? ["compress-at-once"] : []),
    ];
  }
});
