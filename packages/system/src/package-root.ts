/**
 * The `file:` URL of the folder of a package, with a slash at its end.
 *
 * @param module `import.meta.url` of a module of the package, wherever it is below `dist/` or, in tests, `src/`: a build joins modules.
 */
export function packageRoot(module: string): string {
  return module.slice(0, Math.max(module.lastIndexOf("/src/"), module.lastIndexOf("/dist/")) + 1);
}
