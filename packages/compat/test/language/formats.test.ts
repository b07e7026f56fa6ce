import { describe, expect, it } from "vitest";
import { contains, isEmpty, type Json, type Options } from "../../src/index.js";
import { isSuiteThere, suiteFiles } from "../support/suite.js";
import { judgeOf } from "../support/validators.js";

const options: Options = { formats: "assert" };
const formats = [
  ..."date time date-time duration uuid ipv4 ipv6 email idn-email hostname idn-hostname uri uri-reference iri".split(
    " ",
  ),
  ..."iri-reference uri-template regex json-pointer relative-json-pointer".split(" "),
];

describe.each(formats)("%s", (format) => {
  it("is contained in itself, whatever is beside it", () => {
    const wide = { type: ["string", "null"], format, minLength: 1 };
    expect(contains({ type: "string", format, minLength: 2 }, wide, options)).toEqual({ verdict: "contained" });
    const both = { allOf: [{ type: "string" }, { format }, { not: { format } }] };
    expect(isEmpty(both, options)).toEqual({ verdict: "empty" });
  });

  it("has a witness inside and outside, and Ajv agrees", () => {
    const inside = contains({ type: "string", format }, { type: "integer" }, options);
    expect(inside).toMatchObject({ verdict: "not-contained" });
    const { ajv } = judgeOf({ type: "string", format }, { isFormatAsserted: true });
    if ("witness" in inside) expect(ajv(inside.witness)).toBe(true);
  });
});

const rows: readonly (readonly [format: string, text: string, isValid: boolean])[] = [
  ["time", "23:59:60Z", true],
  ["time", "23:59:60+00:00", true],
  ["time", "12:59:60Z", false],
  ["date-time", "2024-01-01T00:00:00Z", true],
  ["date-time", "2024-02-30T00:00:00Z", false],
  ["email", "a@example.com", true],
  ["email", "example.com", false],
  ["hostname", "example.com", true],
  ["hostname", "a b", false],
  ["ipv6", "::1", true],
  ["ipv6", "1", false],
  ["duration", "P1DT2H", true],
  ["duration", "1D", false],
  ["uri", "https://example.com/a", true],
  ["uri", "/a", false],
  ["ipv6", "1:2::192.168.0.1", true],
  ["ipv6", "1::2::3", false],
  ["ipv6", "1:2:3:4:5:6:7", false],
  ["hostname", `${"a".repeat(63)}.com`, true],
  ["hostname", `${"a".repeat(64)}.com`, false],
  ["hostname", "-a.com", false],
  ["hostname", "a.".repeat(150) + "a", false],
  ["email", "o'brien+tag@mail.example", true],
  ["email", '"joe bloggs"@example.com', true],
  ["email", "joe bloggs@example.com", false],
  ["email", "a@[127.0.0.1]", true],
  ["duration", `P${"9".repeat(40)}D`, true],
  ["uri", "ldap://[2001:db8::7]/c=GB?objectClass?one", true],
  ["uri", "https://example.com/%A", false],
  ["uri-reference", "./1:b", true],
  ["iri", "https://ƒøø.example/∂", true],
  ["uri-template", "/a/{b:3}{?c,d*}", true],
  ["uri-template", "/a/{b,,c}", false],
  ["uri-reference", "/a", true],
  ["uri-reference", "a b", false],
  ["relative-json-pointer", "1/a", true],
  ["relative-json-pointer", "-1", false],
  ["a-format-of-nobody", "anything", true],
];

it.each(rows)("%s: %j is decided", (format, text, isValid) => {
  expect(contains({ const: text }, { format }, options).verdict).toBe(isValid ? "contained" : "not-contained");
});

it.each([
  ["time", "01:29:60+01:30"],
  ["date-time", "1990-12-31T15:59:60-08:00"],
  ["hostname", "xn--9n2bp8q.example"],
])("%s: %j is valid, and not claimed to be invalid", (format, text) => {
  expect(contains({ const: text }, { format }, options).verdict).not.toBe("not-contained");
  expect(contains({ format }, { not: { const: text } }, options).verdict).not.toBe("contained");
});

it("names of properties may have a format", () => {
  const propertyNames = { format: "uri-template", minLength: 1 };
  const [narrow, wide] = [
    { propertyNames, additionalProperties: { type: "integer" } },
    { propertyNames, additionalProperties: { type: "number" } },
  ];
  expect(contains(narrow, wide, options)).toEqual({ verdict: "contained" });
  expect(contains(wide, narrow, options)).toMatchObject({ verdict: "not-contained" });
  expect(contains({ type: "object" }, { propertyNames: { format: "uri" } }, options)).toMatchObject({
    verdict: "not-contained",
  });
});

it.each([
  ["duration", "P1Y2D"],
  ["uri", "https://example.com:abc/"],
  ["uri-reference", "1:b"],
])("%s: %j is invalid, but not for all validators", (format, text) => {
  expect(contains({ const: text }, { format }, options)).toMatchObject({
    verdict: "unknown",
    reasons: [{ code: "not-confirmed" }],
  });
});

it.each([
  ["hostname", { pattern: "^[A-Za-z0-9.-]{1,253}$" }],
  ["ipv6", { pattern: "^[0-9A-Fa-f:.]{2,45}$" }],
  ["duration", { pattern: "^P[0-9YMWDTHS]+$" }],
  ["uri", { format: "uri-reference" }],
  ["uri", { format: "iri" }],
  ["uuid", { format: "uri-reference" }],
] as const)("%s is contained in %j, and not the other way round", (format, wide) => {
  expect(contains({ type: "string", format }, wide, options)).toEqual({ verdict: "contained" });
  expect(contains({ type: "string", ...wide }, { format }, options)).toMatchObject({ verdict: "not-contained" });
});

it("formats of other types", () => {
  expect(contains({ format: "int32", type: "number" }, { type: "integer", maximum: 2 ** 31 }, options).verdict).toBe(
    "contained",
  );
  expect(contains({ const: "text" }, { format: "int32" }, options).verdict).toBe("contained");
  expect(contains({ format: "int64" }, { type: "integer" }, options).verdict).toBe("not-contained");
  const int64 = { type: "integer", minimum: -(2 ** 63), exclusiveMaximum: 2 ** 63 };
  const numbers = { type: "number", format: "int64" };
  expect(contains(numbers, int64, options).verdict).toBe("contained");
  expect(contains(int64, numbers, options).verdict).toBe("contained");
  // Ajv takes it, so nobody confirms that it is none.
  expect(contains({ const: 1e300 }, numbers, options).verdict).toBe("unknown");
});

it("a witness of a date is one that a person would write", () => {
  const result = contains({ type: "string", format: "date-time" }, { type: "integer" }, options);
  expect(result).toMatchObject({ witness: expect.stringMatching(/^20\d\d-/) as Json });
});

describe.skipIf(!isSuiteThere)("the optional tests of formats of the official suite", () => {
  const files = isSuiteThere ? suiteFiles("draft2020-12/optional/format") : [];

  let right = 0;

  it.each(files)("no verdict about $name is wrong", ({ groups }) => {
    const wrong: string[] = [];
    for (const { schema, tests } of groups) {
      for (const { description, data, valid } of tests) {
        const isIn = contains({ const: data }, schema, options).verdict;
        const isOut = contains(schema, { not: { const: data } }, options).verdict;
        if (isIn === (valid ? "contained" : "not-contained")) right++;
        if (isIn === (valid ? "not-contained" : "contained")) wrong.push(description);
        if (isOut === (valid ? "contained" : "not-contained")) wrong.push(description);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("most verdicts of what is asked are right", () => {
    expect(right).toBeGreaterThan(580);
  });
});
