// Joins the modules of a build into few, since Node takes half a millisecond to load each: node ../../scripts/flatten.mjs [module or
// folder…]. What is named, or exported by package.json, keeps its path below `dist/`. The rest goes into it, or into `dist/shared-….js` where several need it, or
// where it is imported only when it is needed. Bundles of other packages (`dist/vendor/`) stay as they are.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const dist = "dist";
const { exports, bin = {} } = JSON.parse(readFileSync("package.json", "utf8"));
const exported = [...Object.values(exports).map((each) => each.default), ...Object.values(bin)];
const named = process.argv.slice(2).flatMap((path) => (statSync(path).isDirectory() ? modulesIn(path) : [path]));
const entryPoints = [
  ...new Set([...exported.filter((path) => path?.endsWith(".js")), ...named].map((path) => join(path))),
];
const before = modulesIn(dist).filter((path) => !isVendor(path));
const { outputFiles } = await build({
  entryPoints,
  outbase: dist,
  outdir: dist,
  bundle: true,
  splitting: true,
  packages: "external",
  chunkNames: "shared-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  legalComments: "none",
  write: false,
  plugins: [{ name: "vendor", setup: keepVendor }],
});
for (const path of before) rmSync(path);
for (const { path, contents } of outputFiles) writeFileSync(path, contents);

function modulesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name));
}

function isVendor(path) {
  return resolve(path).startsWith(resolve(dist, "vendor"));
}

/** All that imports them is joined into modules of `dist/` itself. */
function keepVendor({ onResolve }) {
  onResolve({ filter: /\/vendor\/[^/]+\.js$/ }, ({ path, importer }) => {
    const target = resolve(dirname(importer), path);
    if (!isVendor(target)) return undefined;
    if (entryPoints.some((entry) => resolve(entry) === importer && dirname(entry) !== dist)) {
      throw new Error(`${importer} keeps its path, so it cannot import ${path}`);
    }
    return { path: `./${target.slice(resolve(dist).length + 1)}`, external: true };
  });
}
