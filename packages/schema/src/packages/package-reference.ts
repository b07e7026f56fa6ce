import { type DeadEnd, deadEnd } from "./dead-end.js";

/** What `npm:@acme/envelope/schemas/event.schema.json` names. */
export interface PackageReference {
  readonly name: string;
  /** Below the package, with slashes. It cannot lead out of it. */
  readonly path: string;
}

const example = "npm:@acme/envelope/schemas/event.schema.json";
const packageName = /^(?:@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d~-][a-z\d._~-]*$/i;

/** Whether npm takes a text as the name of a package. */
export function isPackageName(text: string): boolean {
  return packageName.test(text) && text.toLowerCase() !== "node_modules";
}

/** Reads a reference to a file of a package, without its fragment; `undefined` for any other reference. */
export function parsePackageReference(ref: string): PackageReference | DeadEnd | undefined {
  if (!/^\s*npm:/i.test(ref)) return undefined;
  if (!ref.startsWith("npm:")) return deadEnd(`expected "npm:" in lower case at the very start`);
  const segments = ref.slice("npm:".length).split("/");
  const nameLength = segments[0]?.startsWith("@") === true ? 2 : 1;
  const name = segments.slice(0, nameLength).join("/");
  const [, bare = "", version] = /^(@?[^@]+)@(.*)$/s.exec(name) ?? [];
  if (version !== undefined && packageName.test(bare)) {
    return deadEnd(
      `the package manager says which version is installed; leave out ${JSON.stringify(`@${version}`)}, and set the version in package.json`,
    );
  }
  if (!isPackageName(name)) {
    return deadEnd(`${JSON.stringify(name)} is not the name of a package; expected a reference such as ${example}`);
  }
  const path = decodePath(segments.slice(nameLength));
  return typeof path === "string" ? { name, path } : path;
}

/** A reference without its fragment. */
export function baseOf(ref: string): string {
  return ref.split("#", 1)[0] ?? "";
}

/** The path that the segments of a URI stand for, which stays below where it begins. */
export function decodePath(segments: readonly string[]): string | DeadEnd {
  if (segments.join("") === "") return deadEnd(`name the file as well, as in ${example}`);
  const decoded: string[] = [];
  for (const segment of segments) {
    const text = decodeSegment(segment);
    if (text === undefined) return deadEnd(`${JSON.stringify(segment)} is not percent-encoded as a URI must be`);
    if (/[?\\/]|\p{Cc}/u.test(text)) {
      return deadEnd(`the path of a file in a package has no "?", "\\", encoded "/" or control characters`);
    }
    if (["", ".", ".."].includes(text) || text.toLowerCase() === "node_modules") {
      return deadEnd(
        `the path of a file in a package has no ${JSON.stringify(text)} between its slashes; refer to the other file or package itself`,
      );
    }
    decoded.push(text);
  }
  return decoded.join("/");
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
