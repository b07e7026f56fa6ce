import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { formatDiagnostic, lint, loadSchemas, parseSchemas } from "../src/index.js";

const folder = fileURLToPath(new URL("lint/", import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

function eventText(name: string): string {
  const properties = {
    timestamp: { description: "When.", type: "number", unit: "s" },
    event: { const: name },
  };
  const event = {
    title: "DoorOpened",
    description: "A door opened.",
    type: "object",
    required: ["timestamp", "event"],
    properties,
  };
  return JSON.stringify(event, null, 2);
}

function messagesFor(name: string): string {
  const set = parseSchemas("schemas", [{ path: `events/${name}.schema.json`, text: eventText(name) }]);
  return lint(set).map(formatDiagnostic).join("\n");
}

describe("lint", () => {
  it("has cases that find something and cases that find nothing", () => {
    const counts = cases.map(({ name }) => lint(loadSchemas(`${folder}${name}`)).length);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThan(2);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
  });

  it("takes a folder whose path needs encoding in a URI", () => {
    const copy = join(mkdtempSync(join(tmpdir(), "metric-events-")), "a b#c%20é");
    onTestFinished(() => rmSync(dirname(copy), { recursive: true }));
    cpSync(`${folder}invalid-examples`, copy, { recursive: true });
    expect(lint(loadSchemas(copy)).map(({ code }) => code)).toEqual(["invalid-example", "invalid-example"]);
  });

  it("says what a file whose name is not ASCII should be called", () => {
    expect(messagesFor("tür_geöffnet")).toContain('the file\'s name must be "tur_geoffnet.schema.json"');
    expect(messagesFor("注文")).toContain('"注文" cannot name an event');
  });

  it("finds the first byte that is not UTF-8, wherever it is", () => {
    const copy = mkdtempSync(join(tmpdir(), "metric-events-"));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    mkdirSync(join(copy, "events"));
    const text = Buffer.from(eventText("door_opened"));
    const byte = 0xff;
    for (let at = 0; at < text.length; at += 7) {
      const bytes = Buffer.concat([text.subarray(0, at), Buffer.from([byte]), text.subarray(at)]);
      writeFileSync(join(copy, "events/door_opened.schema.json"), bytes);
      const [first] = lint(loadSchemas(copy));
      const lines = text.toString().slice(0, at).split("\n");
      expect(first).toMatchObject({ code: "not-utf8", params: { encoding: undefined, byte } });
      expect(first?.location).toMatchObject({ line: lines.length, column: (lines.at(-1) ?? "").length + 1 });
    }
    writeFileSync(join(copy, "events/door_opened.schema.json"), Buffer.concat([text, Buffer.from([0xe2, 0x82])]));
    expect(lint(loadSchemas(copy)).map(({ code }) => code)).toEqual(["not-utf8"]);
  });

  for (const { name } of cases) {
    it(name.replaceAll("-", " "), async () => {
      const diagnostics = lint(loadSchemas(`${folder}${name}`));
      const text = diagnostics.map(formatDiagnostic).join("\n").replaceAll(`test/lint/${name}`, "schemas");
      await expect(`${text === "" ? "no problems" : text}\n`).toMatchFileSnapshot(`${folder}${name}/expected.txt`);
    });
  }
});
