import type { Catalogue } from "@metric-events/runtime";

/** Where other threads find the same catalogue. Plain data. */
export interface CatalogueSource {
  /** URL of a module. */
  readonly module: string;
  /** Name of its export: a catalogue, or a function that makes one. */
  readonly name: string;
  /** The argument of that function. Plain data. */
  readonly argument?: unknown;
}

/** How to judge logs in several threads. */
export interface Threads {
  /** Number of threads, including this one, which takes part. */
  readonly count: number;
  /** Other threads start when this much is left to judge, in bytes of lines that are parsed. Scanned lines count less. */
  readonly startAtBytes: number;
  readonly source: CatalogueSource;
}

export async function importCatalogue({ module, name, argument }: CatalogueSource): Promise<Catalogue> {
  const exports: Readonly<Record<string, unknown>> = await import(module);
  const found = exports[name];
  return (typeof found === "function" ? await found(argument) : found) as Catalogue;
}
