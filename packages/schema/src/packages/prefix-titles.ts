import { digestOf } from "../cache/digest.js";
import type { SchemaFile } from "../schema-set.js";
import { isSchemaObject, type SchemaObject } from "../schema-types.js";
import { mapSubschemas } from "../walk.js";

/**
 * Lets the titles of files of packages begin with the package: `Money` of `@acme/types` becomes `AcmeTypes_Money`. Titles name generated
 * types and have no underscore of their own, so these meet no title of a project, whatever either adds later.
 */
export function prefixTitles(files: readonly SchemaFile[]): SchemaFile[] {
  const prefixes = prefixesOf(files);
  return files.map((file) => {
    const prefix = prefixes.get(file.package?.id ?? "");
    return prefix === undefined
      ? file
      : { ...file, schema: prefixed(file.schema, prefix), digest: digestOf(prefix, file.digest) };
  });
}

/** By the packages' ids. Where two begin alike, such as two versions of one package, the second gets a number. */
function prefixesOf(files: readonly SchemaFile[]): Map<string, string> {
  const packages = new Map(
    files.flatMap((file) => (file.package === undefined ? [] : [[file.package.id, file.package]])),
  );
  const prefixes = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { id, name } of [...packages.values()].toSorted(byName)) {
    const start = pascalCase(name);
    const count = (counts.get(start) ?? 0) + 1;
    counts.set(start, count);
    prefixes.set(id, count === 1 ? `${start}_` : `${start}_${count}_`);
  }
  return prefixes;
}

type NamedPackage = NonNullable<SchemaFile["package"]>;

/** By what does not depend on the machine. */
function byName(left: NamedPackage, right: NamedPackage): number {
  const [one, other] = [left, right].map(({ name, version = "", id }) => [name, version, id].join(" "));
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

/** `AcmeEnvelope` for `@acme/envelope`. */
function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Z]/.test(joined) ? joined : `P${joined}`;
}

function prefixed(schema: SchemaObject, prefix: string): SchemaObject {
  const mapped = mapSubschemas(schema, ({ schema: sub }) => (isSchemaObject(sub) ? prefixed(sub, prefix) : sub));
  return typeof mapped.title === "string" ? { ...mapped, title: prefix + mapped.title } : mapped;
}
