import { didYouMean, suggest } from "@metric-events/runtime";
import { unitMistake } from "./units.js";

/** The types that a field of a new event can have; each with `[]` for a list. */
const fieldTypes = ["string", "integer", "int64", "number", "boolean", "object"] as const;

type FieldType = (typeof fieldTypes)[number];

/** A field of a new event, as `items.price?:number:EUR What it costs.` says it. */
export interface NewField {
  /** As it was given. */
  readonly flag: string;
  /** Names of the objects around it, outermost first, and its own. */
  readonly path: readonly string[];
  readonly isOptional: boolean;
  readonly type: FieldType;
  readonly isList: boolean;
  readonly unit?: string;
  readonly description?: string;
}

/** What is wrong with one field. */
export interface FieldMistake {
  readonly flag: string;
  /** Where in the flag, counted from 1. */
  readonly column: number;
  readonly message: string;
}

/** The form of a field, for messages. */
const fieldForm = "name:type, name?:type or name:type:unit, and after a space what it means";

const namePattern = /^[A-Za-z_]\w*$/;

/** Reads `name[?]:type[[]][:unit] [description]`; or says everything that is wrong with it. */
export function parseField(
  flag: string,
): { readonly field: NewField } | { readonly mistakes: readonly FieldMistake[] } {
  const [spec = "", blank = ""] = /^\S*(\s*)/.exec(flag) ?? [];
  const description = flag.slice(spec.length).trim();
  const [name = "", given, ...rest] = spec.slice(0, spec.length - blank.length).split(":");
  const path = name.replace(/\?$/, "").split(".");
  const typeText = given ?? "";
  const type = fieldTypes.find((each) => each === typeText.replace(/\[\]$/, ""));
  const unit = rest.length === 0 ? undefined : rest.join(":");
  const typeColumn = name.length + (given === undefined ? 1 : 2);
  const unitColumn = typeColumn + typeText.length + 1;

  const wrongUnit = unit === undefined || type === undefined ? undefined : unitMistake(unit, type);
  const mistakes = [
    ...nameMistakes(path),
    ...(type === undefined ? [{ column: typeColumn, message: typeMessage(typeText) }] : []),
    ...(wrongUnit === undefined ? [] : [{ column: unitColumn, message: wrongUnit }]),
  ].map((mistake) => ({ flag, ...mistake }));
  if (type === undefined || mistakes.length > 0) return { mistakes };
  const field: NewField = {
    flag,
    path,
    isOptional: name.endsWith("?"),
    type,
    isList: typeText.endsWith("[]"),
    ...(unit === undefined ? {} : { unit }),
    ...(description === "" ? {} : { description }),
  };
  return { field };
}

function nameMistakes(path: readonly string[]): Omit<FieldMistake, "flag">[] {
  let column = 1;
  return path.flatMap((part) => {
    const here = column;
    column += part.length + 1;
    return namePattern.test(part) ? [] : [{ column: here, message: nameMessage(part) }];
  });
}

function nameMessage(part: string): string {
  if (part === "") return `a name is missing; expected ${fieldForm}`;
  const better = part.replaceAll(/\W+/g, "_").replaceAll(/^_+|_+$/g, "");
  const hint = didYouMean(namePattern.test(better) ? better : undefined);
  return `${JSON.stringify(part)} is not a name: expected letters, digits and _, and no digit first${hint}`;
}

/** What other languages and formats call the types. */
const otherNames: Readonly<Record<string, string>> = {
  text: "string",
  str: "string",
  uuid: "string",
  date: "string",
  enum: "string",
  int: "integer",
  long: "int64",
  bigint: "int64",
  float: "number",
  double: "number",
  decimal: "number",
  bool: "boolean",
  map: "object",
  json: "object",
  array: "string[]",
  list: "string[]",
};

function typeMessage(text: string): string {
  if (text === "") return `the type is missing; expected ${fieldForm}`;
  const name = text.toLowerCase();
  const meant = Object.hasOwn(otherNames, name) ? otherNames[name] : suggest(text.replaceAll(/[[\]]/g, ""), fieldTypes);
  return `unknown type ${JSON.stringify(text)}: expected ${fieldTypes.join(", ")}, or one of these with [] for a list${didYouMean(meant)}`;
}
