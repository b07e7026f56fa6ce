import { describe, expect, it } from "vitest";
import { compileFiles, filesWithField } from "./compile-files.js";

// Constructs that Ajv or the way to it once got wrong, each with values on both sides: [reader accepts, writer accepts, value of the field].

type Judged = readonly [isReadable: boolean, isWritable: boolean, value: unknown];

const integer = { type: "integer" };
const text = { type: "string" };

const cases: readonly [name: string, schema: object, values: readonly Judged[]][] = [
  [
    "patternProperties beside a branch with additionalProperties",
    {
      type: "object",
      patternProperties: { "^a": integer },
      anyOf: [{ required: ["b"], additionalProperties: integer }, { maxProperties: 2 }],
    },
    [
      [true, true, { a: 2 }],
      [true, true, { b: 1, c: 2 }],
      [true, false, { c: "x" }],
      [false, false, { a: "x" }],
    ],
  ],
  [
    "contains beside unevaluatedItems",
    { type: "array", contains: integer, unevaluatedItems: text },
    [
      [false, false, [1, true]],
      [true, true, [1, "a"]],
      [false, false, ["a"]],
    ],
  ],
  [
    "contains that need not be there, beside unevaluatedItems",
    { type: "array", contains: integer, minContains: 0, unevaluatedItems: text },
    [
      [true, true, [2]],
      [true, true, []],
      [false, false, [true]],
    ],
  ],
  [
    "if without then, beside unevaluatedProperties",
    { type: "object", if: { required: ["a"], properties: { a: integer } }, unevaluatedProperties: text },
    [
      [true, true, { a: 1 }],
      [true, true, { a: "x" }],
      [false, false, { b: 1 }],
    ],
  ],
  [
    "unevaluatedItems in one branch of allOf, which does not see the others",
    { type: "array", allOf: [{ prefixItems: [{ type: ["string", "integer"] }] }, { unevaluatedItems: integer }] },
    [
      [false, false, ["x"]],
      [true, true, [1, 2]],
    ],
  ],
  [
    "contains in the elements of an array, of which one is empty",
    { type: "array", items: { type: "array", contains: integer } },
    [
      [false, false, [[1], []]],
      [true, true, [[1], [2]]],
    ],
  ],
  [
    "prefixItems in a test, before another keyword",
    { type: "array", not: { prefixItems: [integer], contains: text } },
    [
      [true, true, []],
      [true, true, [1]],
      [false, false, [1, "a"]],
    ],
  ],
  [
    "an object in a branch that oneOf counts",
    {
      oneOf: [
        { type: "array", items: { type: "object", properties: { user: text } } },
        { type: "array", items: { type: "object", properties: { team: text } } },
      ],
    },
    [
      [false, false, [{ user: "ann" }]],
      [true, false, [{ user: "ann", team: 1 }]],
      [true, false, [{ user: 1, team: "b" }]],
    ],
  ],
];

describe("a construct means in generated code what the specification says", () => {
  for (const [name, schema, values] of cases) {
    it(name, () => {
      const { definition } = compileFiles(filesWithField(schema));
      for (const [isReadable, isWritable, f] of values) {
        const event = { timestamp: 1, event: "thing_happened", f };
        const judged = { f, isReadable: definition.isReadable(event), isWritable: definition.isWritable(event) };
        expect(judged).toEqual({ f, isReadable, isWritable });
      }
    });
  }

  it("a test that refers to a definition, which only the writer closes elsewhere", () => {
    const box = { title: "Box", description: "A box.", type: "object", required: ["x"], properties: { x: text } };
    const f = {
      type: "object",
      properties: { x: { type: ["string", "integer"] }, k: integer },
      not: { $ref: "../shared/box.schema.json" },
    };
    const files = [...filesWithField(f), { path: "shared/box.schema.json", text: JSON.stringify(box) }];
    const { definition } = compileFiles(files);
    for (const [isAccepted, value] of [
      [false, { x: "1", k: 1 }],
      [true, { x: 1, k: 1 }],
    ] as const) {
      const event = { timestamp: 1, event: "thing_happened", f: value };
      expect(definition.isWritable(event)).toBe(isAccepted);
      expect(definition.isReadable(event)).toBe(isAccepted);
    }
  });

  it("a tree whose nodes may be null, in a branch", () => {
    const node = {
      title: "Node",
      description: "A node.",
      type: "object",
      properties: { name: text, parent: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
    };
    const files = [
      ...filesWithField({ $ref: "../shared/node.schema.json" }),
      { path: "shared/node.schema.json", text: JSON.stringify(node) },
    ];
    const { definition } = compileFiles(files);
    for (const [isReadable, isWritable, f] of [
      [true, true, { name: "a", parent: { name: "b", parent: null } }],
      [true, false, { name: "a", parent: { name: "b", parent: null, more: 1 } }],
      [false, false, { name: "a", parent: { name: 1 } }],
    ] as const) {
      const event = { timestamp: 1, event: "thing_happened", f };
      expect(definition.isReadable(event)).toBe(isReadable);
      expect(definition.isWritable(event)).toBe(isWritable);
    }
  });

  it("an undeclared field that is called as something of every object", () => {
    const root = { anyOf: [{ required: ["f"], properties: { f: { minLength: 1 } } }, { required: ["timestamp"] }] };
    const { definition } = compileFiles(filesWithField(text, root));
    const event = { timestamp: 1, event: "thing_happened", f: "a" };
    expect(definition.isWritable(event)).toBe(true);
    for (const name of ["constructor", "toString", "valueOf", "__proto__"]) {
      const odd: unknown = JSON.parse(JSON.stringify(event).replace("{", `{"${name}":1,`));
      expect(definition.isWritable(odd)).toBe(false);
      expect(definition.isReadable(odd)).toBe(true);
    }
  });
});
