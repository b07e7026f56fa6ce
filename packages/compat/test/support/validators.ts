import { ajvValidator } from "../../src/confirm/ajv.js";
import { cfworkerValidator } from "../../src/confirm/cfworker.js";
import { Document } from "../../src/dialect/document.js";
import { Library } from "../../src/dialect/library.js";
import { OtherDocuments } from "../../src/dialect/other-documents.js";
import type { Dialect, Json, JsonSchema } from "../../src/index.js";

export interface JudgeOptions {
  readonly dialect?: Dialect;
  readonly isFormatAsserted?: boolean;
  readonly documents?: Readonly<Record<string, JsonSchema>>;
}

/** What validators of other projects say about the instances of a schema. */
export interface Judge {
  /** Undefined where Ajv cannot tell. */
  ajv(instance: Json): boolean | undefined;
  /** Undefined where the validators differ, or one of them cannot tell. */
  both(instance: Json): boolean | undefined;
  /** Whether at least one of them says that the instance is valid (or invalid). */
  either(instance: Json, isValid: boolean): boolean;
}

export function judgeOf(schema: JsonSchema, options: JudgeOptions = {}): Judge {
  const { dialect = "2020-12", isFormatAsserted = false, documents = {} } = options;
  const settings = { dialect, isDialectForced: false, documents };
  const library = new Library(new Document("judged", schema, settings), new OtherDocuments(settings));
  const first = ajvValidator(schema, { dialect, isFormatAsserted, documents });
  const second = cfworkerValidator(library, isFormatAsserted);
  return {
    ajv: (instance) => first.test(instance),
    both(instance) {
      const truth = first.test(instance);
      return truth === second.test(instance) ? truth : undefined;
    },
    either: (instance, isValid) => first.test(instance) === isValid || second.test(instance) === isValid,
  };
}
