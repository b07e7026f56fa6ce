import { keysOf, type NumberHolder, type NumberToken } from "@metric-events/reader";
import { canonicalNumber, type FieldDescriptor, type ValueDescriptor } from "@metric-events/runtime";
import { distinctInSql, sqlType } from "../sql-type.js";

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const wholeNumber = /^-?\d+$/;

/** A number that the column of its field does not hold. */
interface UnfitNumber {
  readonly number: NumberToken;
  readonly holder: NumberHolder;
}

/** The numbers of a line that SQL would change: whole ones beyond BIGINT, and others that a DOUBLE would round. */
export function unfitNumbers(
  numbers: readonly NumberToken[],
  fields: readonly FieldDescriptor[],
): readonly UnfitNumber[] {
  return numbers.flatMap((number): readonly UnfitNumber[] => {
    const holder = holderOf(number, fields);
    return holder === undefined || fits(number, holder) ? [] : [{ number, holder }];
  });
}

function fits({ token, isHeld }: NumberToken, holder: NumberHolder): boolean {
  if (holder === "double") return isHeld;
  const text = canonicalNumber(token);
  if (!wholeNumber.test(text)) return false;
  const value = BigInt(text);
  return value >= minInt64 && value <= maxInt64;
}

/**
 * What is to hold a number; `undefined` for what has no column, and in a column of JSON for whole numbers and those beyond a double, whose
 * digits DuckDB keeps.
 */
function holderOf({ token, path }: NumberToken, fields: readonly FieldDescriptor[]): NumberHolder | undefined {
  const type = typeAt(keysOf(path), fields);
  if (type === "BIGINT") return "BIGINT";
  const isHeldByJson = type === "JSON" && (wholeNumber.test(token) || !Number.isFinite(Number(token)));
  return type === undefined || isHeldByJson ? undefined : "double";
}

/** The SQL type at a place of an event; `undefined` where no column has the value. */
function typeAt(keys: readonly (string | number)[], fields: readonly FieldDescriptor[]): string | undefined {
  let value: ValueDescriptor | undefined;
  let members = fields;
  for (const key of keys) {
    if (value !== undefined && sqlType(value) === "JSON") return "JSON";
    value = typeof key === "number" ? value?.items : distinctInSql(members).find(({ name }) => name === key);
    if (value === undefined) return undefined;
    members = value.fields ?? [];
  }
  return value === undefined ? undefined : sqlType(value);
}

/** The text of a line with whole numbers written as such: DuckDB would change 9007199254740993.0 and 1848519214570410e2. */
export function withWholeNumbers(text: string, numbers: readonly NumberToken[]): string {
  let written = "";
  let from = 0;
  for (const { token, index } of numbers) {
    const whole = canonicalNumber(token);
    written += `${text.slice(from, index)}${wholeNumber.test(whole) ? whole : token}`;
    from = index + token.length;
  }
  return written + text.slice(from);
}
