import { everyType, type TypeSet, typeBitOf } from "../json/types.js";
import type { Formula } from "./formula.js";

/** An upper bound on the types that a formula accepts. Cheap: it drops branches before they are searched. */
export function possibleTypes(formula: Formula): TypeSet {
  switch (formula.kind) {
    case "nothing":
      return 0;
    case "types":
      return formula.types;
    case "all":
      return formula.of.reduce((types, part) => types & possibleTypes(part), everyType);
    case "any":
      return formula.of.reduce((types, part) => types | possibleTypes(part), 0);
    case "values":
      if (!formula.isMember) return everyType;
      return [...formula.values.values()].reduce((types: TypeSet, value) => types | typeBitOf(value), 0);
    default:
      return everyType;
  }
}
