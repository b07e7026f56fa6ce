import { Validator } from "@cfworker/json-schema";
import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";

const dialect = "https://json-schema.org/draft/2020-12/schema";

/** What two validators that are not ours say of values; `undefined` where they disagree, or cannot tell. */
export type Judge = (value: unknown) => boolean | undefined;

/** Compiles a self-contained schema with both. */
export async function otherValidators(encoded: object): Promise<Judge> {
  // cfworker does not decode references.
  const schema: object = JSON.parse(JSON.stringify(encoded).replaceAll("%24defs", "$defs"));
  const uri = "https://example.org/schema";
  registerSchema({ $schema: dialect, ...schema } as never, uri);
  try {
    const hyperjump = await validate(uri);
    const cfworker = new Validator(schema, "2020-12", false);
    return (value) => {
      try {
        const [first, second] = [hyperjump(value as never).valid, cfworker.validate(value).valid];
        return first === second ? first : undefined;
      } catch {
        return undefined;
      }
    };
  } finally {
    unregisterSchema(uri);
  }
}
