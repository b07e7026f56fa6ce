/** A JSON Schema that refers to nothing outside of it. */
export type SelfContainedSchema = Record<string, unknown>;

/** What the interfaces Standard Schema and Standard JSON Schema ask of a schema (https://standardschema.dev, version 1.1). */
export interface StandardSchema<Value> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "metric-events";
    /** Judges a value by the reader contract. Returns the value itself, or all issues; of an event with bigints, a copy with bigints in place of whole numbers. */
    readonly validate: (value: unknown) => StandardResult<Value>;
    readonly types?: { readonly input: Value; readonly output: Value } | undefined;
    readonly jsonSchema: {
      /** @throws {TypeError} for a target other than `draft-2020-12`. */
      readonly input: (options: JsonSchemaOptions) => SelfContainedSchema;
      /** The same as `input`. */
      readonly output: (options: JsonSchemaOptions) => SelfContainedSchema;
    };
  };
}

export interface JsonSchemaOptions {
  readonly target: string;
}

type StandardResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}
