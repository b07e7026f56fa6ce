import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { buildCatalogue, formatDiagnostic, lint, loadSchemas } from "../../src/index.js";
import { envelope, money, orderPlaced, project } from "./envelope-package.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  writeFiles(folder, project);
});

function found(): string {
  const messages = lint(loadSchemas(join(folder, "schemas"))).map(formatDiagnostic);
  return messages.join("\n").replaceAll(folder, "");
}

function write(files: Readonly<Record<string, unknown>>): void {
  writeFiles(folder, files);
}

/** An event whose field refers to `ref`. */
function refer(ref: string): void {
  write({ "schemas/events/order_placed.schema.json": orderPlaced(ref) });
}

const installed = "node_modules/@acme/envelope";
const moneyRef = "npm:@acme/envelope/schemas/types/money.schema.json";

describe("a reference to a schema of an installed package", () => {
  it("brings in what it leads to, under a name that no own title can have", () => {
    write({ "schemas/shared/money.schema.json": money });
    expect(found()).toBe("");
    const { events, definitions } = buildCatalogue(loadSchemas(join(folder, "schemas")));
    expect([...definitions.keys()].toSorted()).toEqual(["AcmeEnvelope_Event", "AcmeEnvelope_Money"]);
    expect(events[0]?.extends).toEqual(["AcmeEnvelope_Event"]);
    expect(events[0]?.fields.map(({ name }) => name)).toEqual(["timestamp", "event", "region", "total"]);
  });

  it("may have a fragment", () => {
    write({
      [`${installed}/schemas/types.schema.json`]: {
        $defs: { money, named: { ...money, $anchor: "cash", title: "Cash" } },
      },
    });
    refer("npm:@acme/envelope/schemas/types.schema.json#/$defs/money");
    expect(found()).toBe("");
    refer("npm:@acme/envelope/schemas/types.schema.json#cash");
    expect(found()).toBe("");
    refer("npm:@acme/envelope/schemas/types.schema.json#/$defs/mony");
    expect(found()).toContain('did you mean "npm:@acme/envelope/schemas/types.schema.json#/$defs/money"?');
  });

  it("is resolved by the exports of the package", () => {
    const exports = { "./money": "./schemas/types/money.schema.json", "./schemas/*": { node: "./schemas/*" } };
    write({ [`${installed}/package.json`]: { name: "@acme/envelope", version: "1.2.0", exports } });
    refer("npm:@acme/envelope/money");
    expect(found()).toBe("");
  });

  it("is refused where the exports hide the file, with what the package should export", () => {
    const exports = { ".": "./index.js", "./schemas/*": "./schemas/*", "./schemas/types/*": null };
    write({ [`${installed}/package.json`]: { name: "@acme/envelope", version: "1.2.0", exports } });
    expect(found()).toContain(
      `@acme/envelope 1.2.0: its package.json does not export ./schemas/types/money.schema.json; the package should have "./schemas/types/money.schema.json": "./schemas/types/money.schema.json" in "exports"`,
    );
  });

  it("finds a package above the folder, and the nearest one first", () => {
    const nested = join(folder, "apps/shop");
    mkdirSync(dirname(nested));
    mkdirSync(nested);
    renameSync(join(folder, "schemas"), join(nested, "schemas"));
    expect(lint(loadSchemas(join(nested, "schemas")))).toEqual([]);
    writeFiles(nested, { "node_modules/@acme/envelope/package.json": { name: "@acme/envelope", version: "9.0.0" } });
    expect(
      lint(loadSchemas(join(nested, "schemas")))
        .map(formatDiagnostic)
        .join(),
    ).toContain("@acme/envelope 9.0.0");
  });

  it("leads through the links of pnpm, and from there to the package's own dependencies", () => {
    const store = "node_modules/.pnpm/@acme+envelope@1.2.0/node_modules";
    mkdirSync(join(folder, store, "@acme"), { recursive: true });
    renameSync(join(folder, installed), join(folder, store, "@acme/envelope"));
    symlinkSync(`../.pnpm/@acme+envelope@1.2.0/node_modules/@acme/envelope`, join(folder, installed));
    write({
      [`${store}/currencies/package.json`]: { name: "currencies", version: "2.0.0" },
      [`${store}/currencies/code.json`]: { title: "Code", description: "Which currency.", enum: ["EUR", "USD"] },
      [`${store}/@acme/envelope/schemas/types/money.schema.json`]: {
        ...money,
        properties: { ...money.properties, currency: { description: "Of what.", $ref: "npm:currencies/code.json" } },
      },
    });
    expect(found()).toBe("");
    refer("npm:currencies/code.json");
    expect(found()).toContain("the package currencies is not installed");
  });

  it("to a package of another name suggests a dependency", () => {
    write({ "package.json": { name: "shop", dependencies: { "@acme/envelope": "1.2.0" } } });
    refer("npm:@acme/enveloppe/schemas/types/money.schema.json");
    expect(found()).toContain("the package @acme/enveloppe is not installed");
    expect(found()).toContain('did you mean "npm:@acme/envelope/schemas/types/money.schema.json"?');
  });

  it("to the package itself, which has no exports, says so", () => {
    write({ "package.json": { name: "shop" } });
    refer("npm:shop/schemas/types/money.schema.json");
    expect(found()).toContain("shop is this package itself, which is found by its name only if");
    expect(found()).toContain("or refer to the file by its relative path");
    expect(found()).not.toContain("is not installed");
  });

  it("leads to a package of the same workspace", () => {
    mkdirSync(join(folder, "packages"));
    renameSync(join(folder, installed), join(folder, "packages/envelope"));
    symlinkSync("../../packages/envelope", join(folder, installed));
    expect(found()).toBe("");
  });

  it("keeps two versions of a package apart", () => {
    const base = { name: "@acme/base", version: "1.0.0" };
    write({
      [`${installed}/schemas/types/money.schema.json`]: {
        ...money,
        properties: { amount: { description: "How much.", $ref: "npm:@acme/base/amount.json" } },
      },
      "node_modules/@acme/base/package.json": base,
      "node_modules/@acme/base/amount.json": { ...money, title: "Amount" },
      [`${installed}/node_modules/@acme/base/package.json`]: { ...base, version: "2.0.0" },
      [`${installed}/node_modules/@acme/base/amount.json`]: { ...money, title: "Amount" },
      "schemas/events/refunded.schema.json": {
        ...orderPlaced("npm:@acme/base/amount.json"),
        title: "Refunded",
        properties: { event: { const: "refunded" }, total: { description: "It.", $ref: "npm:@acme/base/amount.json" } },
      },
    });
    expect(found()).toBe("");
    const { definitions } = buildCatalogue(loadSchemas(join(folder, "schemas")));
    expect([...definitions.keys()].toSorted()).toEqual([
      "AcmeBase_2_Amount",
      "AcmeBase_Amount",
      "AcmeEnvelope_Event",
      "AcmeEnvelope_Money",
    ]);
  });

  it("may name the own package, if that has exports", () => {
    write({
      "package.json": { name: "shop", exports: { "./schemas/*": "./schemas/*" } },
      "schemas/shared/money.schema.json": money,
    });
    refer("npm:shop/schemas/shared/money.schema.json");
    expect(found()).toBe("");
    expect([...buildCatalogue(loadSchemas(join(folder, "schemas"))).definitions.keys()]).toContain("Money");
  });
});

describe("a reference to a package that is refused", () => {
  it.each([
    ["npm:@acme/envelope", "name the file as well"],
    ["npm:@acme/envelope/", "name the file as well"],
    ["npm:@acme/envelope@1.2.0/schemas/event.schema.json", 'leave out "@1.2.0"'],
    ["npm:@acme/envelope/../../../secret.json", 'has no ".."'],
    ["npm:@acme/envelope/%2e%2e/secret.json", 'has no ".."'],
    ["npm:@acme/envelope/schemas/..%2f..%2fsecret.json", 'encoded "/"'],
    ["npm:@acme/envelope/schemas\\..\\secret.json", '"\\"'],
    ["npm:@acme/envelope/node_modules/x/y.json", 'has no "node_modules"'],
    ["npm:@acme/envelope//etc/passwd", 'has no ""'],
    ["npm:../secret.json", "is not the name of a package"],
    ["npm:/etc/passwd", "is not the name of a package"],
    ["npm:https://example.com/x.json", "is not the name of a package"],
    ["npm:file:../secret.json", "is not the name of a package"],
    ["npm:@acme/envelope/a\u0007.json", "control characters"],
    ["npm:@acme/envelope/a%0a.json", "control characters"],
    ["npm:@acme/envelope/a.json?x", '"?"'],
    ["npm:@acme/envelope/%zz.json", "not percent-encoded"],
    ["NPM:@acme/envelope/a.json", "in lower case"],
    [" npm:@acme/envelope/a.json", "at the very start"],
    ["npm:@acme/envelope/schemas/none.schema.json", "there is no such file"],
    ["npm:@acme/envelope/package.jsn", "is not a .json file"],
    ["npm:@acme/other/x.json", "the package @acme/other is not installed"],
    ["https://example.com/x.json", "nothing is fetched"],
    ["../node_modules/@acme/envelope/schemas/event.schema.json", "this folder has no such schema file"],
  ])("%j: %s", (ref, reason) => {
    refer(ref);
    const message = found();
    expect(message).toContain("leads nowhere");
    expect(message).toContain(reason);
    expect(message).not.toContain("secret.json of the package");
  });

  it("suggests the file that was probably meant", () => {
    refer("npm:@acme/envelope/schemas/types/mony.schema.json");
    expect(found()).toContain(
      'there is no such file; did you mean "npm:@acme/envelope/schemas/types/money.schema.json"?',
    );
  });

  it("says so when the package has no schemas", () => {
    write({ "node_modules/left-pad/package.json": { name: "left-pad", version: "1.3.0" } });
    refer("npm:left-pad/schemas/pad.schema.json");
    expect(found()).toContain(
      "of the package left-pad 1.3.0: there is no such file; the package has no schema files in schemas/",
    );
  });

  it("says so for Yarn without node_modules", () => {
    rmSync(join(folder, "node_modules"), { recursive: true });
    write({ ".pnp.cjs": "throw new Error('run')" });
    expect(found()).toContain("nodeLinker: node-modules");
  });
});

describe("a package of a stranger", () => {
  beforeEach(() => write({ "secret.json": money }));

  it.each([
    ["a file", "../../../../../secret.json"],
    ["a device", "/dev/zero"],
  ])("is not left by a link to %s", (_, target) => {
    rmSync(join(folder, installed, "schemas/types/money.schema.json"));
    symlinkSync(target, join(folder, installed, "schemas/types/money.schema.json"));
    expect(found()).toContain("it is a link out of the package");
  });

  it("is not a link out of the project", () => {
    const outside = temporaryFolder();
    renameSync(join(folder, installed), join(outside, "envelope"));
    symlinkSync(join(outside, "envelope"), join(folder, installed));
    expect(found()).toContain("is a link out of the project");
  });

  it("cannot block the reader by a FIFO, nor fill its memory", () => {
    const file = join(folder, installed, "schemas/types/money.schema.json");
    rmSync(file);
    execFileSync("mkfifo", [file]);
    expect(found()).toContain("it is not a regular file");
    rmSync(file);
    write({ [`${installed}/schemas/types/money.schema.json`]: "{}" });
    truncateSync(file, 17 * 1024 * 1024);
    expect(found()).toContain("expected at most 16 MiB");
    rmSync(join(folder, installed, "package.json"));
    execFileSync("mkfifo", [join(folder, installed, "package.json")]);
    expect(found()).toContain("it is not a regular file");
  });

  it.each([
    ["../../../../secret.json", "leads out of the package"],
    ["file:///etc/passwd", "leads out of the package"],
    ["../node_modules/x/y.json", 'has no "node_modules"'],
    ["npm:shop/secret.json", "the package shop is not installed"],
    ["https://example.com/x.json", "nothing is fetched"],
  ])("cannot refer to %s", (ref, reason) => {
    write({ [`${installed}/schemas/types/money.schema.json`]: { ...money, properties: { amount: { $ref: ref } } } });
    expect(found()).toContain(reason);
    expect(found()).toContain("this is in the package @acme/envelope 1.2.0");
  });

  it("cannot lead out of itself by its $id or its exports", () => {
    write({
      [`${installed}/schemas/types/money.schema.json`]: {
        ...money,
        $id: `file://${folder}/x.json`,
        properties: { amount: { $ref: "secret.json" } },
      },
    });
    expect(found()).toContain("leads out of the package");
    const exports = { "./schemas/*": "./../../../*" };
    write({ [`${installed}/package.json`]: { name: "@acme/envelope", exports } });
    expect(found()).toContain("which is not a path within the package");
  });

  it("is not read where a reference is only a value", () => {
    write({
      "schemas/events/order_placed.schema.json": {
        ...orderPlaced(moneyRef),
        examples: [{ $ref: "npm:@acme/other/x.json" }],
      },
    });
    expect(found()).not.toContain("is not installed");
  });
});

describe("a mistake in a package", () => {
  it("is shown at its place there, and said to be the package's", () => {
    write({ [`${installed}/schemas/types/money.schema.json`]: '{\n  "title": "Money",\n  "descripton": 1\n}' });
    expect(found()).toContain(
      `/${installed}/schemas/types/money.schema.json:3:3: unknown keyword "descripton": the meta-schema lists those that event schemas may use; did you mean "description"?; this is in the package @acme/envelope 1.2.0: tell those who publish it, or install another version (unknown-keyword)`,
    );
  });

  it("is not one that only its author can mend by a pattern, where formats are asserted", () => {
    write({
      "metric-events.config.json": '{ "formats": "assert" }',
      [`${installed}/schemas/types/money.schema.json`]: {
        ...money,
        properties: { ...money.properties, code: { description: "Which.", type: "string", format: "regex" } },
      },
    });
    refer(moneyRef);
    expect(found()).toMatch(/the format "regex" cannot be checked.*, also of the packages .*; ask its authors/);
    expect(found()).not.toContain("write a pattern");
  });

  it("is one where the file is not JSON", () => {
    write({ [`${installed}/schemas/types/money.schema.json`]: '{ "title": ' });
    expect(found()).toContain(`/${installed}/schemas/types/money.schema.json:1:11: not JSON`);
    expect(found()).toContain("has a mistake of its own");
  });

  it("is not what only its author can describe better", () => {
    write({
      [`${installed}/schemas/types/money.schema.json`]: {
        title: "Money",
        type: "object",
        properties: { amount: { type: "number" } },
      },
    });
    expect(found()).toBe("");
  });
});

describe("an absolute $id", () => {
  const event = orderPlaced(moneyRef, "https://schemas.acme.com/event.schema.json");

  it("leads to the installed dependency that declares it", () => {
    write({ "schemas/events/order_placed.schema.json": event });
    expect(found()).toBe("");
  });

  it("leads to none that package.json does not name", () => {
    write({ "package.json": { name: "shop" }, "schemas/events/order_placed.schema.json": event });
    expect(found()).toContain('declares this "$id"; nothing is fetched');
  });

  it("leads nowhere when two packages declare it", () => {
    write({
      "package.json": { name: "shop", dependencies: { "@acme/envelope": "1", other: "1" } },
      "schemas/events/order_placed.schema.json": event,
      "node_modules/other/package.json": { name: "other", version: "1.0.0" },
      "node_modules/other/schemas/event.schema.json": envelope,
    });
    expect(found()).toContain('@acme/envelope 1.2.0 and other 1.0.0 both declare this "$id"');
  });

  it("leads to the own file first, which no file of a package is taken for", () => {
    write({
      "schemas/events/order_placed.schema.json": event,
      "schemas/shared/event.schema.json": { ...envelope, title: "Own" },
      [`${installed}/schemas/types/money.schema.json`]: {
        ...money,
        allOf: [{ $ref: "https://schemas.acme.com/event.schema.json" }],
      },
    });
    expect(found()).toBe("");
    const { definitions } = buildCatalogue(loadSchemas(join(folder, "schemas")));
    expect([...definitions.keys()].toSorted()).toEqual(["AcmeEnvelope_Money", "Own"]);
  });
});
