import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** What paths are relative to for services that show findings in the files of a repository. */
export interface Repository {
  readonly cwd: string;
  /** The top of the checkout; the working directory where nothing else is known. */
  readonly top: string;
}

/** A path of findings, which is made once for those of one file that follow each other. */
export class RepositoryPaths {
  readonly #repository: Repository;
  readonly #make: (file: string, repository: Repository) => string;
  #last: { readonly file: string; readonly path: string } | undefined;

  /** @param make {@link repositoryPath} or {@link repositoryUri}. */
  constructor(repository: Repository, make: (file: string, repository: Repository) => string) {
    this.#repository = repository;
    this.#make = make;
  }

  of(file: string): string {
    if (this.#last?.file !== file) this.#last = { file, path: this.#make(file, this.#repository) };
    return this.#last.path;
  }
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
