import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { checkLogrotate, LogrotateSetupError, logrotateConfig } from "../../src/index.js";
import { errorOf } from "../support/error-of.js";

const logPath = "/var/log/github-runner-metrics.log";

describe("checkLogrotate", () => {
  let folder: string;
  let configPath: string;
  beforeEach(() => {
    folder = temporaryFolder();
    configPath = join(folder, "logrotate.conf");
    mkdirSync(join(folder, "logrotate.d"));
    configure("weekly", "rotate 4", "create", `include ${join(folder, "logrotate.d")}`);
  });

  function configure(...lines: readonly string[]): void {
    writeFileSync(configPath, `${lines.join("\n")}\n`);
  }

  function include(name: string, ...lines: readonly string[]): void {
    writeFileSync(join(folder, "logrotate.d", name), `${lines.join("\n")}\n`);
  }

  const found = (path = logPath): string[] =>
    checkLogrotate({ configPath, logPath: path }).map(
      ({ code, file, line }) => `${code} ${file.replace(`${folder}/`, "")}:${line ?? ""}`,
    );

  it.each([
    {},
    { create: true },
    { compress: false },
    { delayCompress: false },
    { delayCompress: false, create: true },
  ])("finds nothing wrong with what logrotateConfig writes (%j)", (options) => {
    writeFileSync(join(folder, "logrotate.d", "metrics"), logrotateConfig({ logPath, ...options }));
    expect(found()).toEqual([]);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ["copytruncate", [`${logPath} {`, "  copytruncate", "}"], ["copytruncate logrotate.d/a:2"]],
    ["copytruncate on one line", [`${logPath} { copytruncate }`], ["copytruncate logrotate.d/a:1"]],
    ["copytruncate that is taken back", [`${logPath} {`, "copytruncate", "nocopytruncate", "}"], []],
    ["copytruncate for others", ["/var/log/other.log {", "copytruncate", "}", `${logPath} {`, "}"], []],
    ["copytruncate in a comment", [`${logPath} {`, "# copytruncate", "}"], []],
    ["copytruncate in a script", [`${logPath} {`, "postrotate", "copytruncate", "endscript", "}"], []],
    ["a pattern", ["/var/log/*.log {", "copytruncate", "}"], ["copytruncate logrotate.d/a:2"]],
    [
      "a pattern with classes",
      ["/var/log/[a-g]ithub-runner-metric?.log {", "copytruncate", "}"],
      ["copytruncate logrotate.d/a:2"],
    ],
    ["a pattern of another folder", ["/var/*.log {", "copytruncate", "}"], ["none logrotate.conf:"]],
    ["several paths", ["/a.log", `"${logPath}" '/b.log'`, "{", "copytruncate", "}"], ["copytruncate logrotate.d/a:4"]],
    ["rotate 0", [`${logPath} {`, "rotate 0", "}"], ["rotate-0 logrotate.d/a:2"]],
    ["compress at once", [`${logPath} {`, "compress", "}"], ["compress-at-once logrotate.d/a:2"]],
    ["compress with delay", [`${logPath} {`, "compress", "delaycompress", "}"], []],
    ["renamecopy", [`${logPath} {`, "renamecopy", "}"], ["renamecopy logrotate.d/a:2"]],
    ["renamecopy that is taken back", [`${logPath} {`, "renamecopy", "norenamecopy", "}"], []],
    ["renamecopy that waits", [`${logPath} {`, "renamecopy", "postrotate", "sleep 1", "endscript", "}"], []],
    [
      "copytruncate after renamecopy",
      [`${logPath} {`, "renamecopy", "copytruncate", "}"],
      ["copytruncate logrotate.d/a:3"],
    ],
    [
      "renamecopy after copytruncate",
      [`${logPath} {`, "copytruncate", "renamecopy", "}"],
      ["renamecopy logrotate.d/a:3"],
    ],
    ["two blocks", [`${logPath} {`, "}", "/var/log/*metrics.log {", "}"], ["twice logrotate.d/a:3"]],
    ["no block", ["/var/log/other.log {", "}"], ["none logrotate.conf:"]],
  ])("judges %s", (_, lines, findings) => {
    include("a", ...lines);
    expect(found()).toEqual(findings);
  });

  it.each<[string, boolean, readonly string[]]>([
    ["a fraction of a second", true, ["sleep 0.5"]],
    ["a path and a unit", true, ["/bin/sleep 1s"]],
    ["another command before it", true, ["kill -HUP 1; sleep 1; true"]],
    ["a quoted word and a comment", true, ["echo 'no; sleep' # not yet", "sleep '2' # now"]],
    ["a condition that has ended", true, ["if true; then", "true", "fi", "sleep 1"]],
    ["no time", false, ["sleep 0"]],
    ["nothing to wait for", false, ["sleep"]],
    ["a comment", false, ["true # sleep 1"]],
    ["a text", false, ["echo sleep 1; echo 'sleep 1'"]],
    ["a text of several lines", false, ["echo '", "sleep 1", "'"]],
    ["a quote that never ends", false, ["echo '", "sleep 1"]],
    ["a continued line", false, ["echo \\", "sleep 1"]],
    ["a here-document", false, ["cat <<END", "sleep 1", "END"]],
    ["the background", false, ["sleep 1 &"]],
    ["a condition", false, ["if false; then", "sleep 1", "fi"]],
    ["a condition in words", false, ["false && sleep 1"]],
    ["a function that is not called", false, ["later() {", "sleep 1", "}"]],
    ["an exit before it", false, ["exit 0", "sleep 1"]],
    ["another program's argument", false, ["sleeper 1; no-sleep 1"]],
  ])("knows whether a postrotate script waits: %s", (_, isWaiting, lines) => {
    include("a", `${logPath} {`, "compress", "postrotate", ...lines, "endscript", "}");
    expect(found()).toEqual(isWaiting ? [] : ["compress-at-once logrotate.d/a:2"]);
  });

  it("names the line that logrotate refuses", () => {
    include("a", `${logPath} {`, "missingok", "rotate 3 # keep", "}");
    expect(checkLogrotate({ configPath, logPath })).toEqual([
      {
        code: "refused",
        logPath,
        file: join(folder, "logrotate.d", "a"),
        line: 3,
        losesEvents: false,
        message:
          "logrotate refuses this line and does not rotate the log by it; correct it (a comment needs a line of its own)",
      },
    ]);
  });

  it("judges the next block when logrotate refuses the first", () => {
    include("a", `${logPath} {`, "rotate x", "}", `${logPath} {`, "copytruncate", "}");
    expect(found()).toEqual(["refused logrotate.d/a:2", "copytruncate logrotate.d/a:5"]);
  });

  it("applies the defaults before a block, and only those", () => {
    configure("rotate 1", "copytruncate", `include ${join(folder, "logrotate.d")}`, "nocopytruncate");
    include("a", `${logPath} {`, "}");
    expect(found()).toEqual(["copytruncate logrotate.conf:2"]);
  });

  it("finds the default of logrotate, which keeps no rotated log", () => {
    configure(`${logPath} {`, "missingok", "}");
    expect(found()).toEqual(["rotate-0 logrotate.conf:1"]);
  });

  it.each(["/var/log/my\\ fleet.log", '"/var/log/my fleet.log"', "'/var/log/my fleet.log'"])(
    "reads a path with a blank in it (%s)",
    (written) => {
      include("a", `${written} {`, "copytruncate", "}");
      expect(found("/var/log/my fleet.log")).toEqual(["copytruncate logrotate.d/a:2"]);
    },
  );

  it("ignores the files that logrotate ignores", () => {
    include("a.dpkg-old", `${logPath} {`, "copytruncate", "}");
    include("b", `${logPath} {`, "}");
    expect(found()).toEqual([]);
  });

  it("finds the block of the file that a link leads to", () => {
    const target = join(folder, "target.log");
    const link = join(folder, "link.log");
    writeFileSync(target, "");
    symlinkSync(target, link);
    include("a", `${target} {`, "copytruncate", "}");
    expect(found(link)).toEqual(["copytruncate logrotate.d/a:2"]);
  });

  it("says what to do when there is no configuration", () => {
    const path = join(folder, "missing.conf");
    const error = errorOf(LogrotateSetupError, () => checkLogrotate({ configPath: path }));
    expect(error.code).toBe("config-not-read");
    expect(error.message).toBe(
      `Cannot read the logrotate configuration ${path}: no such file or directory (ENOENT). ` +
        "Is logrotate installed? Otherwise name its configuration.",
    );
  });
});
