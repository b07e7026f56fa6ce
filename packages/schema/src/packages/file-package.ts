/** The package that a schema file belongs to. */
export interface FilePackage {
  /** Unique among the packages of a set: there may be two versions of one. */
  readonly id: string;
  /** As its package.json says. */
  readonly name: string;
  readonly version: string | undefined;
}
