import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { mustRun, run } from "./support/run.js";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly repository?: unknown;
}

interface BillOfMaterials {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly group?: string; readonly version: string }[];
}

const names = readdirSync("packages");
const { version }: Manifest = JSON.parse(readFileSync("package.json", "utf8"));

describe("pnpm pack-release", () => {
  it("packs every package with its origin, and a bill of materials that has what it depends on", () => {
    const folder = temporaryFolder();
    const github = { GITHUB_SERVER_URL: "https://example.com", GITHUB_REPOSITORY: "acme/events" };
    // The schemas may be ahead of the last release.
    const env = { ...process.env, ...github, RELEASES: temporaryFolder() };
    mustRun("tsx", ["scripts/archive-schemas.ts", version], { env });
    mustRun("tsx", ["scripts/pack-release.ts", `v${version}`, folder], { env });

    const expected = names.flatMap((name) => [
      `metric-events-${name}-${version}.cdx.json`,
      `metric-events-${name}-${version}.tgz`,
    ]);
    expect(readdirSync(folder).toSorted()).toEqual(expected.toSorted());
    for (const name of names) {
      const tarball = join(folder, `metric-events-${name}-${version}.tgz`);
      const manifest: Manifest = JSON.parse(mustRun("tar", ["-xzOf", tarball, "package/package.json"]));
      const repository = { type: "git", url: "git+https://example.com/acme/events.git", directory: `packages/${name}` };
      expect(manifest).toMatchObject({ name: `@metric-events/${name}`, version, repository });
      expect(mustRun("tar", ["-tzf", tarball]).split("\n")).toEqual(
        expect.arrayContaining(["package/LICENSE", "package/README.md", "package/dist/index.js"]),
      );
      const bill: BillOfMaterials = JSON.parse(readFileSync(tarball.replace(/\.tgz$/, ".cdx.json"), "utf8"));
      expect(bill.bomFormat).toBe("CycloneDX");
      const listed = bill.components.map((part) => `${part.group === undefined ? "" : `${part.group}/`}${part.name}`);
      for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
        expect(range).not.toContain("workspace:");
        expect(listed).toContain(dependency);
      }
    }
  });

  it("refuses to pack without the schemas of the release", () => {
    const env = { ...process.env, RELEASES: temporaryFolder() };
    const { status, stderr } = run("tsx", ["scripts/pack-release.ts", `v${version}`, temporaryFolder()], { env });
    expect(status).toBe(1);
    expect(stderr).toContain(`run pnpm archive-schemas ${version} and commit it`);
  });

  it("refuses a tag that is not the version of all packages", () => {
    const { status, stderr } = run("tsx", ["scripts/pack-release.ts", "v99.0.0", temporaryFolder()]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `the tag is v99.0.0, but there are other versions: @metric-events/${names[0]} ${version}, `,
    );
  });
});
