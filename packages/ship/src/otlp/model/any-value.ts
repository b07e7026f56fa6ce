/** A value of OpenTelemetry (`AnyValue` of common.proto). */
export type AnyValue =
  | { readonly kind: "empty" }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "bool"; readonly value: boolean }
  /** From -2^63 to 2^63 - 1. */
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "double"; readonly value: number }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "array"; readonly values: readonly AnyValue[] }
  | { readonly kind: "map"; readonly entries: readonly KeyValue[] };

/** An attribute. Within one list, no key stands twice. */
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export const emptyValue: AnyValue = { kind: "empty" };

export function textValue(value: string): AnyValue {
  return { kind: "string", value };
}

/** An attribute that is a text. */
export function textAttribute(key: string, value: string): KeyValue {
  return { key, value: textValue(value) };
}
