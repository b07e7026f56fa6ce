import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** What paths are relative to for services that show findings in the files of a repository. */
export interface Repository {
  readonly cwd: string;
  /** The top of the checkout; the working directory where nothing else is known. */
  readonly top: string;
}

/** The path of a file from the top of the checkout, with slashes; absolute when it is outside. */
export function repositoryPath(file: string, { cwd, top }: Repository): string {
  const path = resolve(cwd, file);
  const short = relative(top, path);
  return short.startsWith("..") || isAbsolute(short) ? path : short.split(sep).join("/");
}

/** The same as a URI reference (RFC 3986). */
export function repositoryUri(file: string, repository: Repository): string {
  const path = repositoryPath(file, repository);
  return isAbsolute(path) ? pathToFileURL(path).href : path.split("/").map(encodeURIComponent).join("/");
}
