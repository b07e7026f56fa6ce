/** Parquet files with the rows of each view. */
export interface ParquetTables {
  /** The folder that holds them: queries can access nothing else. */
  readonly folder: string;
  /** By the name of the event. */
  readonly events: ReadonlyMap<string, readonly ParquetGroup[]>;
  readonly invalid: readonly ParquetGroup[];
}

/** Files that have the same columns. */
export interface ParquetGroup {
  /** Absolute paths; at least one. */
  readonly files: readonly string[];
  /** Name and SQL type of each. */
  readonly columns: readonly (readonly [name: string, type: string])[];
}
