import type { PlacedFinding, RuleText } from "@metric-events/text";

/** What is wrong with a package that is to be published. */
export type PackFindingCode =
  | "private-package"
  | "missing-version"
  | "schemas-outside"
  | "schemas-left-out"
  | "schemas-hidden"
  | "missing-target"
  | "stale-output"
  | "missing-dependency"
  | "workspace-range"
  | "side-effects";

/** What code scanning shows next to the findings of each code. */
export const packRules: Readonly<Record<PackFindingCode, RuleText>> = {
  "private-package": {
    description: "the package is private, so npm does not publish it",
    help: 'Remove "private" from package.json',
  },
  "missing-version": {
    description: "package.json has no name or no version that npm can publish",
    help: 'Write "name" and "version", such as 1.0.0, into package.json',
  },
  "schemas-outside": {
    description: "the schemas are not in the package",
    help: "Move the folder of the schemas below the folder of package.json",
  },
  "schemas-left-out": {
    description: "npm leaves schema files out of the archive",
    help: 'Name their folder in "files" of package.json',
  },
  "schemas-hidden": {
    description: "the exports of the package hide schema files",
    help: 'Add "./schemas/*": "./schemas/*" to "exports", so that others can refer to them by npm:<package>/schemas/…',
  },
  "missing-target": {
    description: "package.json exports a file that is not in the archive",
    help: 'Build the package first; then see that "files" names the folder',
  },
  "stale-output": {
    description: "generated code, the field reference or the models for Python do not match the schemas",
    help: "Run metric-events generate, and build again",
  },
  "missing-dependency": {
    description: "the published package needs a package that it does not depend on",
    help: 'Add it to "dependencies" of package.json: those of development are not installed with it',
  },
  "workspace-range": {
    description: "a dependency has a range that only the workspace understands",
    help: "Write a range of versions, or publish by pnpm or Yarn, which replace it",
  },
  "side-effects": {
    description: "bundlers keep all generated code, since package.json does not say that importing it has no effect",
    help: 'Add "sideEffects": false to package.json',
  },
};

/** A finding as the formats of findings take it. */
export type PackFinding = PlacedFinding & { readonly code: PackFindingCode };
