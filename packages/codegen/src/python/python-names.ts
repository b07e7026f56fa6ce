import { fixedNames } from "./python-prelude.js";

/** Keywords of Python 3.14, and the constants that cannot be assigned to. */
const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** Attributes of pydantic's BaseModel, of versions 1.10 and 2, which a field may not hide. */
const modelAttributes = new Set(
  "construct copy dict fields from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs validate Config not_null".split(
    " ",
  ),
);

/** Python names, each given once within a scope. */
export class PythonNames {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The name itself where Python takes it, else one that is like it. */
  give(wanted: string, isForbidden: (name: string) => boolean = () => false): string {
    const plain = wanted.normalize("NFKD").replaceAll(/[^A-Za-z0-9_]+/g, "_");
    const start = plain.replace(/^_+/, "");
    const base = /^[0-9]/.test(start) ? `n${start}` : start === "" ? "field" : start;
    const isFree = (name: string): boolean => !this.#taken.has(name) && !keywords.has(name) && !isForbidden(name);
    const candidates = [base, `${base}_`, `field_${base}`];
    let name = candidates.find(isFree);
    for (let count = 2; name === undefined; count++) name = [`field_${base}_${count}`].find(isFree);
    this.#taken.add(name);
    return name;
  }
}

/** What the bodies of classes use of Python's own names. */
const builtins = ["str", "frozenset"];

/**
 * Names of a model's fields. A field hides what has its name from the fields after it, and from its own type, so none has a name that the body
 * of its class uses.
 *
 * @param used The name of the class, and those in the types of its fields.
 */
export function fieldNames(used: Iterable<string>): PythonNames {
  return new PythonNames([...fixedNames, ...builtins, ...used]);
}

/** All names in Python expressions, and what looks like one in their texts. */
export function namesIn(expressions: readonly string[]): string[] {
  return expressions.flatMap((each) => each.match(/[A-Za-z_]\w*/g) ?? []);
}

/** `model_…` is pydantic's own. */
export function isModelAttribute(name: string): boolean {
  return modelAttributes.has(name) || name.startsWith("model_");
}

/** Names of classes, which must not hide what the module uses. */
export function classNames(): PythonNames {
  return new PythonNames(fixedNames);
}
