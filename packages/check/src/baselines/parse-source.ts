import { validRange } from "semver";
import { CheckError } from "../check-error.js";
import type { BaselineSource } from "./baseline.js";

export const sourceHelp =
  "git:<tag, branch or commit>, git:tags, npm:<package>@<version>, the path of a .tgz, or of a folder with schemas";

/**
 * What a text such as `git:v1.2.0` names.
 *
 * @throws {CheckError} for one that names nothing.
 */
export function parseSource(text: string): BaselineSource {
  const [, scheme, rest = ""] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (scheme === "git") return gitSource(rest, text);
  if (scheme === "npm") {
    if (rest === "") throw wrong(text, "the name of a package is missing");
    // Anything else that npm takes may be a path, an address, an option, or a program to run.
    if (!isPublishedSpec(rest))
      throw wrong(text, "npm is asked for a name and a version only", "one such as npm:@acme/events@1.4.0");
    return { kind: "npm", spec: rest, text };
  }
  if (scheme !== undefined && scheme.length > 1) throw wrong(text, `"${scheme}:" is not supported`);
  if (text === "") throw wrong(text, "it is empty");
  return { kind: /\.(tgz|tar\.gz|tar)$/.test(text) ? "archive" : "folder", path: text, text };
}

/** Whether npm takes a text for the name and version of a published package, and for nothing else. */
export function isPublishedSpec(text: string): boolean {
  return published.test(text);
}

/** `@scope/name@version`; a version, a tag or a simple range. */
const published = /^(?:@[a-z\d~][\w.~-]*\/)?[a-z\d~][\w.~-]*@[\w.^~+-]+$/i;

function gitSource(revision: string, text: string): BaselineSource {
  if (revision === "") throw wrong(text, "the name of a tag, branch or commit is missing");
  if (revision.startsWith("-")) throw wrong(text, "a revision cannot begin with a dash");
  const [name, range, ...more] = revision.split("@");
  if (name !== "tags" || more.length > 0) return { kind: "git", revision, text };
  if (range !== undefined && validRange(range) === null)
    throw wrong(text, `"${range}" is not a range of versions`, "one such as git:tags@^2");
  return { kind: "git-tags", range, text };
}

function wrong(text: string, reason: string, expected = sourceHelp): CheckError {
  return new CheckError(
    "invalid-baseline",
    `cannot compare with ${JSON.stringify(text)}: ${reason}; expected ${expected}`,
  );
}
