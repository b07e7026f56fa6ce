import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAjv } from "@metric-events/schema";
import { below, printedSeed, seededRandom, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { configSchema } from "../../src/schemas/config-schema.js";
import { runCommand } from "../support/memory-context.js";

// What an editor says about a config file by its schema is what the commands say.

const texts = [
  "",
  "x",
  "full",
  "none",
  "git:tags",
  "always",
  "never",
  "door_opened",
  "required-added",
  "2027-03-31",
  "*",
];
const keys =
  "$schema schemas out reference log check shcemas __proto__ against mode events transitive ignore allowUnknown bump package event code field reason until".split(
    " ",
  );

it("the schema accepts the config files that the commands accept", async () => {
  const random = seededRandom(printedSeed("config schema"));
  const pick = <T>(...values: readonly T[]): T => values[below(random, values.length)] as T;
  const text = (): string => pick(...texts);
  const mostly = (value: () => unknown): unknown =>
    random() < 0.08 ? pick<unknown>(1, null, true, [], {}, "", "x") : value();
  const some = (members: Readonly<Record<string, () => unknown>>): object =>
    Object.fromEntries([
      ...Object.entries(members).flatMap(([key, value]) => (random() < 0.5 ? [[key, mostly(value)] as const] : [])),
      ...(random() < 0.05 ? [[pick(...keys), text()] as const] : []),
    ]);
  const list = (value: () => unknown) => (): unknown => Array.from({ length: below(random, 3) }, () => mostly(value));
  const mode = () => pick("full", "backward", "forward", "none");
  const ignored = () => ({
    ...(random() < 0.95 ? { event: "a_b", code: pick("required-added", "event-removed"), reason: "so" } : {}),
    ...some({ field: text, until: () => pick("2027-03-31", "2027-12-01") }),
  });
  const check = () =>
    some({
      against: list(() => "git:tags"),
      mode,
      events: () => ({ door_opened: mostly(mode) }),
      transitive: () => pick(true, false),
      ignore: list(ignored),
      allowUnknown: list(() => pick("*", "a_b")),
      bump: () => pick("always", "releases", "never"),
      package: () => "package.json",
    });
  const code = () => pick("typescript", "javascript", "types");
  const importExtension = () => pick(".js", ".ts");
  const path = () => pick("schemas", "a/b");
  const config = () =>
    some({ $schema: text, schemas: path, out: path, reference: path, log: path, code, importExtension, check });

  const validate = createAjv().compile(configSchema());
  const counts = { accepted: 0, refused: 0 };
  for (let round = 0; round < 400; round++) {
    const cwd = temporaryFolder();
    const data = mostly(config);
    writeFileSync(join(cwd, "metric-events.config.json"), JSON.stringify(data));
    const { stderr } = await runCommand(["logrotate", "print"], { cwd });
    const isAccepted = !stderr.includes("cannot use the config file");
    counts[isAccepted ? "accepted" : "refused"]++;
    expect({ data, stderr, isAccepted }).toEqual({ data, stderr, isAccepted: validate(data) });
  }
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(50);
});

it("the package brings the schema along, as the source has it", () => {
  const built = readFileSync(new URL("../../config.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(built)).toEqual(configSchema());
});

it("misspelt keys are shown at their place, with what was meant", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "metric-events.config.json"), '\uFEFF{\n  "$shema": "x",\n  "check": { "mode": "ful" }\n}\n');
  const { stderr, exitCode } = await runCommand(["events"], { cwd });
  expect(stderr).toContain(`${cwd}/metric-events.config.json:2:3: unknown key "$shema"; did you mean "$schema"?\n`);
  expect(stderr).toContain(':3:22: "check.mode": expected a known value, received "ful"; did you mean "full"?\n');
  expect(exitCode).toBe(2);
});
