import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bound, hasTool, until } from "@metric-events/test-support";
import { expect, it } from "vitest";

it.skipIf(process.platform !== "linux" || !hasTool("setpriv", "util-linux"))(
  "a bound child ends when its parent is killed",
  async () => {
    const [program, args] = bound(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const script = `const child = require("node:child_process").spawn(${JSON.stringify(program)}, ${JSON.stringify(args)});
console.log(child.pid); setInterval(() => {}, 1000);`;
    const parent = spawn(...bound(process.execPath, ["-e", script]), { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    parent.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    await until("the parent names its child", () => said.endsWith("\n"));
    const child = Number(said);
    // The signal is set once setpriv has become the program.
    await until(
      "the child runs",
      () =>
        spawnSync("cat", [`/proc/${child}/comm`])
          .stdout.toString()
          .trim() !== "setpriv",
    );
    expect(existsSync(`/proc/${child}`)).toBe(true);
    parent.kill("SIGKILL");
    await until("the child is gone", () => !existsSync(`/proc/${child}`));
  },
);
