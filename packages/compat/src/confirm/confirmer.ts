import type { Library } from "../dialect/library.js";
import type { Json, JsonSchema } from "../json/value.js";
import type { Reason } from "../reason.js";
import { type AjvOptions, ajvValidator } from "./ajv.js";
import { cfworkerValidator } from "./cfworker.js";
import { mostApplied } from "./cost.js";
import { unableValidator, type Validator } from "./validator.js";

/** A schema that applies more schemas than this to one value is kept from validators, which would not return. */
const maxApplied = 1_000_000;

/** Has validators of other projects judge instances. Each schema is compiled once. */
export class Confirmer {
  readonly #first = new Map<JsonSchema, Validator>();
  readonly #second = new Map<JsonSchema, Validator>();

  constructor(
    readonly options: AjvOptions,
    readonly libraryOf: (schema: JsonSchema) => Library,
  ) {}

  /**
   * Undefined when a validator confirms that an instance is valid (or invalid), else the reason why not. Ajv judges the schema as
   * given. `@cfworker/json-schema` judges what Ajv cannot, and overrules it, since Ajv departs from the specification in places;
   * but not about formats, on which validators differ.
   */
  doubt(schema: JsonSchema, side: "subset" | "superset", instance: Json): Reason | undefined {
    const isExpected = side === "subset";
    const ajv = this.#ajv(schema);
    const first = ajv.test(instance);
    if (first === isExpected) return undefined;
    if (first === undefined || !this.options.isFormatAsserted) {
      if (this.#cfworker(schema).test(instance) === isExpected) return undefined;
    }
    const verdict = first === undefined ? (ajv.problem ?? "cannot judge it") : isExpected ? "refuses it" : "accepts it";
    const detail = `${JSON.stringify(instance)}: Ajv: ${verdict}`;
    return { code: "not-confirmed", schema: side, keywordLocation: "", detail };
  }

  #ajv(schema: JsonSchema): Validator {
    return remembered(this.#first, schema, () =>
      this.#isTooCostly(schema) ? tooCostly : ajvValidator(schema, this.options),
    );
  }

  #cfworker(schema: JsonSchema): Validator {
    return remembered(this.#second, schema, () =>
      this.#isTooCostly(schema) ? tooCostly : cfworkerValidator(this.libraryOf(schema), this.options.isFormatAsserted),
    );
  }

  #isTooCostly(schema: JsonSchema): boolean {
    return mostApplied(this.libraryOf(schema)) > maxApplied;
  }
}

const tooCostly = unableValidator("not asked, since it would apply over a million schemas to one value");

function remembered(known: Map<JsonSchema, Validator>, schema: JsonSchema, make: () => Validator): Validator {
  const validator = known.get(schema) ?? make();
  known.set(schema, validator);
  return validator;
}
