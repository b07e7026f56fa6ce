import { join } from "node:path";
import { hasTool, printedSeed, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { faultEvents } from "./support/fault-events.js";
import { firstDifference } from "./support/first-difference.js";
import { longTest } from "./support/limits.js";
import { readLog } from "./support/read-log.js";
import { Writer } from "./support/start-writer.js";

interface Injection {
  readonly errno: "EINTR" | "EAGAIN" | "EIO" | "ENOSPC";
  /** The failing calls of write(2) on the log, in the syntax of strace(1). */
  readonly when: string;
  readonly via: "issue" | "issueSoon" | "issueAll";
  /** Whether the call is retried, so that nothing is refused. */
  readonly isTransient: boolean;
}

const injections: readonly Injection[] = [
  { errno: "EINTR", when: "2+3", via: "issue", isTransient: true },
  { errno: "EINTR", when: "1+2", via: "issueAll", isTransient: true },
  { errno: "EAGAIN", when: "2+3", via: "issue", isTransient: true },
  { errno: "EAGAIN", when: "1+2", via: "issueSoon", isTransient: true },
  { errno: "EIO", when: "3+7", via: "issue", isTransient: false },
  { errno: "EIO", when: "3+7", via: "issueAll", isTransient: false },
  { errno: "ENOSPC", when: "1+5", via: "issueSoon", isTransient: false },
];

/** A traced system call takes about twenty times as long, so there are fewer events when each is one call. */
function eventCountOf(via: Injection["via"]): number {
  return Math.ceil(faultEvents(via === "issue" ? 20_000 : 100_000) / 16) * 16;
}

describe.skipIf(!hasTool("strace", "strace"))("write(2) failing in the kernel", () => {
  it.each(injections)(
    "with $errno at call $when leaves what $via accepted, and only that",
    longTest,
    async ({ errno, when, via, isTransient }) => {
      const eventCount = eventCountOf(via);
      const seed = printedSeed(`injected ${errno}`);
      const path = join(temporaryFolder(), "metrics.log");
      const tracer = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", path, "-e", "trace=write"];
      const writer = new Writer(path, "traced", { seed, sizes: "small", burst: 160, count: eventCount, via }, "pipe", [
        ...tracer,
        "-e",
        `inject=write:error=${errno}:when=${when}`,
      ]);
      const { accepted, rejected } = await writer.report();
      const { sequences, torn } = readLog(path);
      expect(torn).toEqual([]);
      expect(firstDifference(sequences.get("traced") ?? [], accepted)).toBeUndefined();
      expect(accepted.length + rejected.length).toBe(eventCount);
      if (isTransient) expect(rejected).toEqual([]);
      else expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set([errno === "EIO" ? "io" : "disk-full"]));
    },
  );
});
