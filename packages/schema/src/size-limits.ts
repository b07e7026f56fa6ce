/**
 * Subschemas of one schema, once references are replaced by what they lead to. A few kilobytes of references that each occur twice make
 * billions, and every command would run for hours.
 */
export const maxSubschemas = 5000;

/** Levels of subschemas, once references are replaced. Generated code and its compilers recurse over them. */
export const maxLevels = 64;

/** Fields that are described for one event, those within fields included: query, help and the reference list them all. */
export const maxFields = 5000;

/** Levels of fields within fields. TypeScript gives up on deeper descriptions of them. */
export const maxFieldDepth = 32;

/** Limits of the buckets of a histogram. Prometheus has ten by default, and each is a time series. */
export const maxHistogramBuckets = 40;

/** Levels of objects and arrays in a schema file. A level of subschemas takes two or three of them. */
export const maxJsonDepth = 500;

/**
 * The size of a schema file: far above what a person writes. The parser that knows the place of each value takes 150 bytes of memory for a byte of
 * its text.
 */
export const maxSchemaBytes = 1024 * 1024;

/** What a set of schemas may have, in a folder or in a release: far above what a team needs, and little enough to hold in memory. */
export const schemaSetLimits = {
  files: 10_000,
  /** For files that belong to schemas, such as the bundle of packages, and are not schema files themselves. */
  fileBytes: 16 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
} as const;
