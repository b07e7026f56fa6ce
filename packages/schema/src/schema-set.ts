import type { Diagnostic } from "./diagnostic.js";
import type { FormatMeaning } from "./format-meaning.js";
import type { JsonDocument } from "./json-document.js";
import type { FilePackage } from "./packages/file-package.js";
import type { PackageLinks } from "./packages/package-links.js";
import type { SchemaObject } from "./schema-types.js";

/** One schema file that could be parsed. */
export interface SchemaFile {
  /** Path for people: relative to the working directory when the file is below it. */
  readonly path: string;
  /** The file's own `$id`, else its `file:` URI. Relative references are resolved against it. */
  readonly uri: string;
  /** Its `file:` URI. References by path find it, whatever its `$id`. */
  readonly fileUri: string;
  /** Files below `events/` describe an event each; the others hold what these refer to, as all files of packages do. */
  readonly role: "event" | "shared";
  /** The file's name without `.schema.json`. */
  readonly stem: string;
  /** Where the file belongs to a package, the titles begin with the package's name, so that they cannot meet others. */
  readonly schema: SchemaObject;
  /** The file as it is. */
  readonly document: JsonDocument;
  /** Equal for files that say the same. */
  readonly digest: string;
  /** The package that the file belongs to; `undefined` for a file of the folder itself. */
  readonly package?: FilePackage;
}

/** A schema file that does not come from a folder, but from a commit or an archive. */
export interface SchemaText {
  /** Below the folder that holds `events/`, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The schema files of a folder, and those of packages that they refer to. */
export interface SchemaSet {
  /** The folder, for people. */
  readonly root: string;
  /** In the order of their paths; those of packages come last. */
  readonly files: readonly SchemaFile[];
  /** Why files could not be loaded. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where references to packages, and those within packages, lead. */
  readonly links: PackageLinks;
  /** What `format` means in all of them. */
  readonly formats: FormatMeaning;
}
