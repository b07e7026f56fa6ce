import type { SchemaSet } from "@metric-events/schema";

/** Released schemas that others are compared with. */
export interface Baseline {
  /** As messages call it: `git:v1.2.0`. */
  readonly name: string;
  readonly set: SchemaSet;
  /** Version of the package that released it, where it has one. */
  readonly version: string | undefined;
  /** Whether it was released, in contrast to a branch or a folder that goes on changing. */
  readonly isRelease: boolean;
}

/** Where baselines come from. */
export type BaselineSource =
  /** Every release tag of the repository, or those of a range of versions. */
  | { readonly kind: "git-tags"; readonly range: string | undefined; readonly text: string }
  | { readonly kind: "git"; readonly revision: string; readonly text: string }
  | { readonly kind: "npm"; readonly spec: string; readonly text: string }
  | { readonly kind: "archive"; readonly path: string; readonly text: string }
  | { readonly kind: "folder"; readonly path: string; readonly text: string };

/** What was read, and what was left out and why. */
export interface Baselines {
  readonly baselines: readonly Baseline[];
  readonly notes: readonly string[];
}
