import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkSchemas, errorsOf } from "../../src/index.js";
import { commitAll, git } from "../support/repository.js";

/** Npm finds no registry: what is not there cannot be had. */
beforeEach(() => {
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_fetch_retries", "0");
});
afterEach(() => vi.unstubAllEnvs());

function envelope(...regions: readonly string[]): object {
  return {
    $id: "https://schemas.acme.com/event.schema.json",
    title: "Event",
    description: "What every event carries.",
    type: "object",
    required: ["timestamp", "event", "region"],
    properties: {
      timestamp: { description: "When it happened.", type: "number", kind: "identifier", unit: "s" },
      event: { description: "Which event it is.", type: "string", kind: "identifier" },
      region: { description: "Where it happened.", enum: regions },
    },
  };
}

function orderPlaced(ref = "npm:@acme/envelope/schemas/event.schema.json"): object {
  return {
    title: "OrderPlaced",
    description: "Somebody ordered.",
    allOf: [{ $ref: ref }],
    properties: { event: { const: "order_placed" } },
  };
}

/** A version of the package in a folder. Only version 1 has a region "mars", so that version 2 breaks the readers of old logs. */
function install(folder: string, version: string, place = "node_modules/@acme/envelope"): void {
  rmSync(join(folder, place), { recursive: true, force: true });
  writeFiles(join(folder, place), {
    "package.json": { name: "@acme/envelope", version },
    "schemas/event.schema.json": version.startsWith("1.") ? envelope("eu", "mars") : envelope("eu"),
  });
}

const event = "schemas/events/order_placed.schema.json";
const manifest = { name: "shop", version: "1.0.0", dependencies: { "@acme/envelope": "^1.0.0" } };

/** A repository whose release v1.0.0 had version 1.0.0 of the package, by these lock files; version 2.0.0 is installed now. */
function released(locks: Readonly<Record<string, unknown>>, schema: object = orderPlaced()): string {
  const folder = temporaryFolder();
  git(folder, "init", "-q", "-b", "main");
  writeFiles(folder, { ".gitignore": "node_modules\n", "package.json": manifest, [event]: schema, ...locks });
  commitAll(folder, "one");
  git(folder, "tag", "v1.0.0");
  install(folder, "2.0.0");
  return folder;
}

/** A copy of version 1.0.0 under another name. */
function installCopy(folder: string): void {
  const dependencies = { ...manifest.dependencies, old: "npm:@acme/envelope@1.0.0" };
  writeFiles(folder, { "package.json": { ...manifest, dependencies } });
  install(folder, "1.0.0", "node_modules/old");
}

async function found(folder: string, against?: string): Promise<readonly string[]> {
  const result = await checkSchemas({
    schemas: "schemas",
    cwd: folder,
    policy: { bump: "never" },
    ...(against === undefined ? {} : { against: [against] }),
  });
  return errorsOf(result).map(({ code, location }) => `${code} in ${location.package}`);
}

const broken = ["enum-narrowed in @acme/envelope 2.0.0"];

const npmLock = {
  lockfileVersion: 3,
  packages: { "": manifest, "node_modules/@acme/envelope": { version: "1.0.0" } },
};
const pnpmLock = `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      '@acme/envelope':
        specifier: ^1.0.0
        version: 1.0.0(react@18.0.0)

packages:

  '@acme/envelope@1.0.0':
    resolution: {integrity: sha512-AAAA}

snapshots:

  '@acme/envelope@1.0.0(react@18.0.0)': {}
`;
const pnpm6Lock = `lockfileVersion: '6.0'

dependencies:
  '@acme/envelope':
    specifier: ^1.0.0
    version: 1.0.0

packages:

  /@acme/envelope@1.0.0:
    resolution: {integrity: sha512-AAAA}
    dev: false
`;
const yarnLock = `# yarn lockfile v1


"@acme/envelope@^1.0.0", "@acme/envelope@^1.0.1":
  version "1.0.0"
  resolved "https://registry.yarnpkg.com/@acme/envelope/-/envelope-1.0.0.tgz#abc"
  integrity sha512-AAAA
`;
const berryLock = `__metadata:
  version: 8

"@acme/envelope@npm:^1.0.0":
  version: 1.0.0
  resolution: "@acme/envelope@npm:1.0.0"
  checksum: 10c0/abc
  languageName: node
  linkType: hard
`;

describe("a release is compared with the version of a package that it had", () => {
  it.each([
    ["package-lock.json", npmLock],
    ["npm-shrinkwrap.json", npmLock],
    ["pnpm-lock.yaml", pnpmLock],
    ["pnpm-lock.yaml", pnpm6Lock],
    ["yarn.lock", yarnLock],
    ["yarn.lock", berryLock],
  ])("by %s", async (name, lock) => {
    const folder = released({ [name]: lock });
    installCopy(folder);
    expect(await found(folder)).toEqual(broken);
  });

  it("which is the installed one while nothing changed", async () => {
    const folder = released({ "package-lock.json": npmLock });
    install(folder, "1.0.0");
    expect(await found(folder)).toEqual([]);
  });

  it("by an exact version in package.json where there is no lock file", async () => {
    const exact = { ...manifest, dependencies: { "@acme/envelope": "1.0.0" } };
    const folder = released({ "package.json": exact });
    installCopy(folder);
    expect(await found(folder)).toEqual(broken);
  });

  it("also where it was referred to by an absolute $id", async () => {
    const folder = released(
      { "package-lock.json": npmLock },
      orderPlaced("https://schemas.acme.com/event.schema.json"),
    );
    installCopy(folder);
    expect(await found(folder)).toEqual(broken);
  });

  it.each([
    ["pnpm-lock.yaml", pnpmLock.replace("  .:", "  packages/shop:").replace("1.0.0(react@18.0.0)", "link:../envelope")],
    [
      "package-lock.json",
      {
        lockfileVersion: 3,
        packages: {
          "packages/shop": manifest,
          "node_modules/@acme/envelope": { resolved: "packages/envelope", link: true },
        },
      },
    ],
    ["yarn.lock", yarnLock.split("\n\n")[0]],
    [
      "yarn.lock",
      `"@acme/envelope@^1.0.0, @acme/envelope@workspace:packages/envelope":\n  version: 0.0.0-use.local\n  resolution: "@acme/envelope@workspace:packages/envelope"\n`,
    ],
  ])("of the same workspace, by the commit: %s", async (name, lock) => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    install(folder, "1.0.0", "packages/envelope");
    writeFiles(folder, {
      ".gitignore": "node_modules\n",
      [name]: lock,
      "package.json": { workspaces: ["packages/*"] },
      "packages/shop/package.json": manifest,
      [`packages/shop/${event}`]: orderPlaced(),
    });
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    install(folder, "2.0.0", "packages/envelope");
    mkdirSync(join(folder, "node_modules/@acme"), { recursive: true });
    symlinkSync("../../packages/envelope", join(folder, "node_modules/@acme/envelope"));
    expect(await found(join(folder, "packages/shop"))).toEqual(broken);
  });

  it("of a package that the top of a workspace depends on", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    writeFiles(folder, {
      ".gitignore": "node_modules\n",
      "pnpm-lock.yaml": pnpmLock,
      "pnpm-workspace.yaml": "packages: [packages/*]\n",
      "package.json": { dependencies: { ...manifest.dependencies, old: "npm:@acme/envelope@1.0.0" } },
      "packages/shop/package.json": { name: "shop", version: "1.0.0" },
      [`packages/shop/${event}`]: orderPlaced(),
    });
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    install(folder, "2.0.0");
    install(folder, "1.0.0", "packages/shop/node_modules/old");
    writeFiles(join(folder, "packages/shop"), {
      "package.json": { name: "shop", version: "1.0.0", devDependencies: { old: "npm:@acme/envelope@1.0.0" } },
    });
    expect(await found(join(folder, "packages/shop"))).toEqual(broken);
  });

  it("through the dependencies of a package", async () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        "node_modules/@acme/base": { version: "3.0.0" },
        "node_modules/@acme/base/node_modules/@acme/envelope": { version: "1.0.0" },
      },
    };
    const base = orderPlaced("npm:@acme/base/base.schema.json");
    const folder = released({ "package-lock.json": lock }, base);
    installCopy(folder);
    writeFiles(folder, {
      "node_modules/@acme/base/package.json": { name: "@acme/base", version: "3.0.0" },
      "node_modules/@acme/base/base.schema.json": {
        allOf: [{ $ref: "npm:@acme/envelope/schemas/event.schema.json" }],
      },
    });
    expect(await found(folder)).toEqual(broken);
  });
});

describe("a version of a package that cannot be had", () => {
  it("is an error that says which it is and how to provide it", async () => {
    const folder = released({ "package-lock.json": npmLock });
    await expect(found(folder)).rejects.toThrow(
      /^git:v1\.0\.0 had @acme\/envelope 1\.0\.0, by its package-lock\.json; this version is not installed, and npm cannot fetch @acme\/envelope@1\.0\.0: .*\n  to provide it, install a copy under another name: npm install --save-dev acme-envelope-1\.0\.0@npm:@acme\/envelope@1\.0\.0$/,
    );
    await expect(found(folder)).rejects.toMatchObject({ name: "CheckError", code: "missing-package" });
  });

  it.each([
    ["without a lock file", {}, "it has no lock file"],
    ["with a lock file that does not list it", { "package-lock.json": { packages: {} } }, "does not list the package"],
    ["with a damaged lock file", { "package-lock.json": "{" }, "does not list the package"],
    ["with one of pnpm that means nothing", { "pnpm-lock.yaml": "\0: [\n'a\n- b:" }, "does not list the package"],
  ])("is not taken from today %s", async (_, locks, reason) => {
    const folder = released(locks);
    await expect(found(folder)).rejects.toThrow(
      `nothing says which version of @acme/envelope (^1.0.0) git:v1.0.0 had: `,
    );
    await expect(found(folder)).rejects.toThrow(reason);
  });

  const elsewhere = "git+ssh://git@example.com/acme/envelope.git#abcdef";
  it.each([
    ["package-lock.json", { packages: { "node_modules/@acme/envelope": { version: "1.0.0", resolved: elsewhere } } }],
    ["package-lock.json", { packages: { "node_modules/@acme/envelope": { version: "1.0.0", resolved: "file:../e" } } }],
    ["yarn.lock", `"@acme/envelope@^1.0.0":\n  version "1.0.0"\n  resolved "${elsewhere}"\n`],
    ["yarn.lock", `"@acme/envelope@^1.0.0":\n  version: 1.0.0\n  resolution: "@acme/envelope@${elsewhere}"\n`],
  ])("is not taken from the registry where it came from git or a folder: %s", async (name, lock) => {
    const folder = released({ [name]: lock });
    installCopy(folder);
    await expect(found(folder)).rejects.toThrow("nothing says which version of @acme/envelope");
  });

  it.each([
    ["file:../secret", "1.0.0"],
    ["@acme/envelope", "https://example.com/x.tgz"],
    ["--registry=https://example.com", "1.0.0"],
    ["@acme/envelope", "1.0.0 --registry=https://example.com"],
    ["git+ssh://example.com/x", "1.0.0"],
  ])("is not fetched by anything but a name and a version: %s %s", async (name, version) => {
    const packages = { "node_modules/@acme/envelope": { name, version } };
    const folder = released({ "package-lock.json": { packages } });
    await expect(found(folder)).rejects.toThrow("npm is asked for names and versions only");
  });

  it.each([
    ["package-lock.json", { packages: { "node_modules/@acme/base": { link: true, resolved: "/base" } } }],
    ["pnpm-lock.yaml", "importers:\n  .:\n    dependencies:\n      '@acme/base':\n        version: link:/base\n"],
  ])("does not hold the check up where a lock file has a link to the root: %s", async (name, lock) => {
    const folder = temporaryFolder();
    git(folder, "init", "-q", "-b", "main");
    writeFiles(folder, {
      ".gitignore": "node_modules\n",
      "sub/package.json": manifest,
      [`sub/${name}`]: lock,
      "sub/base/package.json": { name: "@acme/base", version: "1.0.0" },
      "sub/base/base.schema.json": { allOf: [{ $ref: "npm:@acme/envelope/schemas/event.schema.json" }] },
      [`sub/${event}`]: orderPlaced("npm:@acme/base/base.schema.json"),
    });
    commitAll(folder, "one");
    git(folder, "tag", "v1.0.0");
    writeFiles(folder, { [`sub/${event}`]: orderPlaced() });
    install(join(folder, "sub"), "1.0.0");
    await expect(found(join(folder, "sub"))).rejects.toThrow("nothing says which version of @acme/envelope");
  });

  it("is not taken from today for a copy of the schemas in the same project", async () => {
    const folder = released({ "package-lock.json": npmLock });
    writeFiles(folder, { "older/events/order_placed.schema.json": orderPlaced() });
    await expect(found(folder, "older")).rejects.toMatchObject({ code: "missing-package" });
  });
});

/** A project with the archive of its release, whose schemas are those of the release as well. */
function packed(files: Readonly<Record<string, unknown>>): string {
  const folder = released({});
  writeFiles(folder, { "older/package.json": manifest, [`older/${event}`]: orderPlaced() });
  for (const [name, content] of Object.entries(files)) writeFiles(join(folder, "older"), { [name]: content });
  const { status } = spawnSync("npm", ["pack", "./older", "--silent"], { cwd: folder });
  expect(status).toBe(0);
  return folder;
}

describe("an archive", () => {
  const bundle = {
    uses: { "@acme/envelope": "@acme/envelope@1.0.0" },
    packages: {
      "@acme/envelope@1.0.0": {
        manifest: { name: "@acme/envelope", version: "1.0.0" },
        uses: {},
        files: { "schemas/event.schema.json": JSON.stringify(envelope("eu", "mars")) },
      },
    },
  };

  it("may hold the schemas of packages", async () => {
    expect(await found(packed({ "schemas/packages.json": bundle }), "shop-1.0.0.tgz")).toEqual(broken);
  });

  it("may refer to itself", async () => {
    const own = { ...manifest, exports: { "./schemas/*": "./schemas/*" } };
    const files = {
      "package.json": own,
      "schemas/shared/place.schema.json": envelope("eu", "mars"),
      [event]: orderPlaced("npm:shop/schemas/shared/place.schema.json"),
    };
    const folder = packed({ ...files, "schemas/packages.json": bundle });
    writeFiles(folder, { ...files, "schemas/shared/place.schema.json": envelope("eu") });
    expect(await found(folder, "shop-1.0.0.tgz")).toEqual(["enum-narrowed in undefined"]);
  });

  it("may be unpacked", async () => {
    expect(await found(packed({ "schemas/packages.json": bundle }), "older")).toEqual(broken);
  });

  it("may lock its dependencies", async () => {
    const folder = packed({ "npm-shrinkwrap.json": npmLock });
    installCopy(folder);
    expect(await found(folder, "shop-1.0.0.tgz")).toEqual(broken);
  });

  it("is refused where it does neither", async () => {
    await expect(found(packed({}), "shop-1.0.0.tgz")).rejects.toThrow("nothing says which version of @acme/envelope");
  });

  it.each([["{"], ["[]"], [{ uses: { "@acme/envelope": "x" }, packages: { x: { manifest: 1, files: 2 } } }], ["null"]])(
    "with a bundle that means nothing is refused: %j",
    async (content) => {
      const folder = packed({ "schemas/packages.json": content });
      await expect(found(folder, "shop-1.0.0.tgz")).rejects.toThrow(/has no package @acme\/envelope/);
    },
  );
});
