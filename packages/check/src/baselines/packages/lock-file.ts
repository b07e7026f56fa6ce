/** What a lock file says of a dependency. */
export type LockedPackage =
  | {
      readonly kind: "published";
      /** As it was published: dependencies may have other names. */
      readonly name: string;
      readonly version: string;
      /** Hash of its archive, as `sha512-…`, where the lock file has one. */
      readonly integrity: string | undefined;
      /** What the lock file knows it by. */
      readonly key: string;
    }
  | {
      readonly kind: "workspace";
      /** Relative to the folder of the lock file, with slashes; empty for that folder. */
      readonly folder: string;
      readonly key: string;
    };

/** Which versions of packages a package manager had installed. */
export interface LockFile {
  /** What the lock file knows a package of the workspace by. `folder` is relative to that of the lock file, with slashes. */
  keyOf(folder: string): string;
  /**
   * What a dependency was.
   *
   * @param from What the lock file knows the package by that has the dependency.
   * @param range The versions that its package.json takes.
   */
  find(name: string, from: string, range: string | undefined): LockedPackage | undefined;
}
