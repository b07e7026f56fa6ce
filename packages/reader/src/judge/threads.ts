import type { Catalogue } from "@metric-events/runtime";

/** Where other threads find the same catalogue. Plain data. */
export interface CatalogueSource {
  /** URL of a module. */
  readonly module: string;
  /** Name of its export: a catalogue, or a function that makes one. */
  readonly name: string;
  /** What that function gets. Plain data. */
  readonly argument?: unknown;
}

/** How logs are judged in several threads. */
export interface Threads {
  /** Their number, this one included, which takes part. */
  readonly count: number;
  /** Other threads start when this much is left to judge, in bytes of lines that are parsed; scanned lines count for less. */
  readonly startAtBytes: number;
  readonly source: CatalogueSource;
}

export async function importCatalogue({ module, name, argument }: CatalogueSource): Promise<Catalogue> {
  const exports: Readonly<Record<string, unknown>> = await import(module);
  const found = exports[name];
  return (typeof found === "function" ? await found(argument) : found) as Catalogue;
}
