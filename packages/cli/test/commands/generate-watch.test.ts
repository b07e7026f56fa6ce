import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitEnvironment, temporaryFolder, until, writeFiles } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { run } from "../../src/index.js";
import { Collector, contextOf } from "../support/memory-context.js";

const envelope = {
  title: "Event",
  description: "The envelope of every event.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When it happened.", type: "number", kind: "identifier", unit: "s" },
    event: { description: "Which event it is.", type: "string", kind: "identifier" },
  },
};

function event(name: string, description = "Something happened."): object {
  const title = name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    title,
    description,
    allOf: [{ $ref: "../shared/event.schema.json" }],
    properties: { event: { const: name }, door: { description: "Which door.", type: "string" } },
  };
}

/** The alarm, with the envelope in the same file. */
function aloneAlarm(properties: object): object {
  const { type, required, properties: common } = envelope;
  return {
    ...event("alarm"),
    type,
    allOf: [{ required, properties: common }],
    properties: { ...properties, event: { const: "alarm" } },
  };
}

describe("generate --watch", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = temporaryFolder();
    writeFiles(cwd, {
      "schemas/shared/event.schema.json": envelope,
      "schemas/events/door_opened.schema.json": event("door_opened"),
    });
  });

  const path = (name: string): string => join(cwd, "schemas/events", `${name}.schema.json`);
  const generated = (name: string): string => {
    const file = join(cwd, "out", name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };

  /** Starts the command; it ends with the test at the latest. */
  async function start(): Promise<{ stdout: Collector; stderr: Collector; end: () => Promise<number> }> {
    const controller = new AbortController();
    const [stdout, stderr] = [new Collector(), new Collector()];
    const context = contextOf(stdout, stderr, { cwd, signal: controller.signal });
    const ended = run(["generate", "--watch", "--out", "out"], context);
    const end = async (): Promise<number> => {
      controller.abort("SIGINT");
      return ended;
    };
    onTestFinished(async () => void (await end()));
    await until("the first types are there", () => stdout.text.includes("schema files"));
    return { stdout, stderr, end };
  }

  it("generates at once and at each save, and ends at Ctrl-C", async () => {
    const { stdout, stderr, end } = await start();
    expect(stderr.text).toContain("metric-events: watching schemas; Ctrl-C ends\n");
    expect(generated("door-opened.ts")).toContain("Something happened.");
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened", "A door opened.") });
    await until("the save is seen", () => generated("door-opened.ts").includes("A door opened."));
    await until("it is said", () => stdout.text.includes("updated out/door-opened.ts"));
    expect(await end()).toBe(130);
  });

  it("sees a new event, one in a new folder, one that is renamed over, and one that goes", async () => {
    await start();
    writeFiles(cwd, { "schemas/events/alarm.schema.json": event("alarm") });
    await until("the new event is there", () => generated("alarm.ts") !== "");
    const inFolder = (description: string): object => ({
      ...event("bell_rang", description),
      allOf: [{ $ref: "../../shared/event.schema.json" }],
    });
    writeFiles(cwd, { "schemas/events/more/bell_rang.schema.json": inFolder("Ding.") });
    await until("the event of the new folder is there", () => generated("bell-rang.ts") !== "");
    writeFiles(cwd, { "schemas/events/more/bell_rang.schema.json": inFolder("A bell rang.") });
    await until("a save there is seen", () => generated("bell-rang.ts").includes("A bell rang."));
    // As editors do.
    writeFileSync(`${path("alarm")}.swp`, JSON.stringify(event("alarm", "Somebody pulled it.")));
    renameSync(`${path("alarm")}.swp`, path("alarm"));
    await until("the renamed file is seen", () => generated("alarm.ts").includes("Somebody pulled it."));
    rmSync(path("alarm"));
    await until("its modules are removed", () => generated("alarm.ts") === "");
  });

  it("sees that the config file comes, changes and goes", async () => {
    const mail = { mail: { description: "Whose.", type: "string", format: "email" } };
    const opened = event("door_opened") as { properties: object };
    const schema = { ...opened, properties: { ...opened.properties, ...mail } };
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": schema });
    const { stdout, stderr } = await start();
    expect(generated("door-opened.ts")).toContain("Format: email (not checked).");
    const config = join(cwd, "metric-events.config.json");
    writeFileSync(config, '{ "formats": "assert" }');
    await until("formats are checked", () => generated("door-opened.ts").includes("Format: email."));
    writeFileSync(config, '{ "formats": "assert", "python": "events.txt" }');
    await until("the mistake is said", () => stderr.text.includes(":1:34: "));
    expect(stderr.text).toContain('"python": expected a file that ends in .py, received "events.txt"');
    writeFileSync(config, '{ "formats": "assert", "python": "events.py" }');
    await until("there are models", () => existsSync(join(cwd, "events.py")));
    writeFiles(cwd, { "others/events/alarm.schema.json": aloneAlarm(schema.properties) });
    writeFileSync(config, '{ "schemas": "others" }');
    await until("other schemas are read", () => generated("alarm.ts") !== "");
    expect(generated("door-opened.ts")).toBe("");
    rmSync(config);
    await until("the first ones are read again", () =>
      generated("door-opened.ts").includes("Format: email (not checked)."),
    );
    expect(stdout.text).not.toContain("error");
  });

  it("says what is wrong with a half-saved file, leaves the types, and goes on", async () => {
    const { stdout } = await start();
    const whole = readFileSync(path("door_opened"), "utf8");
    writeFileSync(path("door_opened"), whole.slice(0, 40));
    await until("it is said", () => stdout.text.includes("(not-json)"));
    expect(stdout.text).toContain("schemas/events/door_opened.schema.json:3:");
    expect(generated("door-opened.ts")).toContain("Something happened.");
    writeFileSync(path("door_opened"), whole.replace("Something", "Nothing"));
    await until("the whole file is seen", () => generated("door-opened.ts").includes("Nothing happened."));
  });

  it("says what the lint finds, each time, and nothing twice", async () => {
    const { stdout } = await start();
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": { ...event("door_opened"), typ: 1 } });
    await until("it is said", () => stdout.text.includes("(unknown-keyword)"));
    writeFiles(cwd, { "schemas/events/alarm.schema.json": { ...event("alarm"), descripton: "" } });
    await until("the second is said", () => stdout.text.includes("descripton"));
    expect(stdout.text.match(/"typ"/g)).toHaveLength(2);
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened") });
    rmSync(path("alarm"));
    await until("all is well", () => stdout.text.endsWith("2 schema files: no problems\n"));
  });

  it("waits for a folder that goes, and goes on when it comes again", async () => {
    const { stdout } = await start();
    renameSync(join(cwd, "schemas"), join(cwd, "elsewhere"));
    await until("it is said", () => stdout.text.includes("no such file or directory"));
    renameSync(join(cwd, "elsewhere"), join(cwd, "schemas"));
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened", "It came again.") });
    await until("it is seen again", () => generated("door-opened.ts").includes("It came again."));
  });

  it("goes on when it cannot write, and says why", async () => {
    const { stderr } = await start();
    rmSync(join(cwd, "out"), { recursive: true });
    writeFileSync(join(cwd, "out"), "not a folder");
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened", "First.") });
    await until("it is said", () => stderr.text.includes(join(cwd, "out")));
    rmSync(join(cwd, "out"));
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened", "Second.") });
    await until("it writes again", () => generated("door-opened.ts").includes("Second."));
  });

  it("loses no save of many in a row", async () => {
    await start();
    for (let index = 0; index <= 40; index++) {
      writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened", `Save ${index} of many.`) });
      if (index % 7 === 0) await until("some time passes", () => generated("door-opened.ts").includes("of many."));
    }
    await until("the last is there", () => generated("door-opened.ts").includes("Save 40 of many."));
  });

  it("says what breaks readers of the last release", async () => {
    const git = (...args: string[]): void => {
      execFileSync("git", args, { cwd, env: gitEnvironment, stdio: "ignore" });
    };
    git("init", "--initial-branch=main");
    git("add", "schemas");
    git("commit", "--message=Describe events");
    git("tag", "v1.0.0");
    const { stdout } = await start();
    await until("it is compared", () => stdout.text.includes("compatible with git:v1.0.0"));
    const closed = { ...event("door_opened"), required: ["door"] };
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": closed });
    await until("the break is said", () => stdout.text.includes("backward"));
    expect(generated("door-opened.ts")).toContain("door: string");
    writeFiles(cwd, { "schemas/events/door_opened.schema.json": event("door_opened") });
    await until("it is compatible again", () => stdout.text.endsWith("compatible with git:v1.0.0\n"));
  });

  it.each([
    [["--check"], "--watch: cannot be used with --check"],
    [["--format", "json"], "--watch: prints text only"],
  ])("refuses %j", async (flags, message) => {
    const stderr = new Collector();
    const context = contextOf(new Collector(), stderr, { cwd });
    expect(await run(["generate", "--watch", "--out", "out", ...flags], context)).toBe(2);
    expect(stderr.text).toContain(message);
  });
});
