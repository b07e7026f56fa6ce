// Replaces modules of a build by bundles of what they export, with the licences of the packages in them: node ../../scripts/bundle.mjs
// [--without=<package>…] dist/vendor/<name>.js… A package that is left out must never be called.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

const left = process.argv.slice(2).flatMap((arg) => (arg.startsWith("--without=") ? [arg.slice(10)] : []));
const modules = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
const packages = new Set();

for (const module of modules) {
  const { metafile } = await build({
    entryPoints: [module],
    outfile: module,
    allowOverwrite: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: "none",
    metafile: true,
    // What CommonJS requires of Node.
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    plugins: [{ name: "without", setup: leaveOut }],
  });
  for (const input of Object.keys(metafile.inputs)) {
    const folder = packageFolder(resolve(input.replace(/^[a-z-]+:/, "")));
    if (folder !== undefined) packages.add(folder);
  }
  // Nothing that the package exports has types from here.
  rmSync(module.replace(/\.js$/, ".d.ts"), { force: true });
}

const texts = [...packages].map(licence).toSorted();
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", `${texts.join(`\n${"-".repeat(80)}\n\n`)}`);

function leaveOut({ onResolve, onLoad }) {
  for (const name of left)
    onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "left-out" }));
  onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: "module.exports = {};" }));
}

/** The folder of the package that a file is in; undefined for files of ours. */
function packageFolder(file) {
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder;
}

function licence(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.|-|$)/i.test(each));
  // A few packages only name their licence.
  const by = typeof author === "string" ? author : author?.name;
  if (file === undefined && license === undefined) throw new Error(`${name} in ${dirname(folder)} has no licence`);
  const text =
    file === undefined
      ? `Copyright ${by ?? "the authors"}. Licence: ${license}.\n`
      : readFileSync(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text}`;
}
