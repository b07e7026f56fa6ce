import { sValidator } from "@hono/standard-validator";
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { initTRPC } from "@trpc/server";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { EverythingHappened, JudgedHappened, LittleHappened, NothingHappened, PlainHappened } from "./golden/index.js";

const types = [EverythingHappened, JudgedHappened, LittleHappened, NothingHappened, PlainHappened];
const plain = PlainHappened.example() ?? expect.unreachable("there is no example");

/** Compiles only if the types are those of the specification. */
const schema: StandardSchemaV1<PlainHappened> & StandardJSONSchemaV1<PlainHappened> = PlainHappened;
const everything = EverythingHappened["~standard"];

describe("an event as a Standard Schema", () => {
  it("is of version 1", () => {
    expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "metric-events" });
  });

  it("returns what it accepts, with what it does not declare", () => {
    const value = { ...plain, newer: 1 };
    const result = schema["~standard"].validate(value);
    expect(result).toEqual({ value });
    expect(result).toHaveProperty(
      "value",
      expect.toSatisfy((each: unknown) => each === value),
    );
  });

  it("says what is wrong, and where", () => {
    const result = everything.validate({
      ...EverythingHappened.example(),
      took: -1,
      tags: ["a", 2],
      place: { lat: 91, lon: 1 },
    });
    expect(result.issues?.map(({ message, path }) => [path.join("."), message])).toEqual([
      ["took", "expected number ≥ 0, received -1"],
      ["place.lat", "expected number ≥ -90 and ≤ 90, received 91"],
      ["tags.1", "expected string of at least 1 character, received 2"],
    ]);
    expect(result.issues?.[2]?.path).toEqual(["tags", 1]);
  });

  it.each([undefined, null, 1, "text", [], () => 0])("refuses %s with an issue about the whole", (value) => {
    expect(everything.validate(value).issues).toEqual([
      { message: expect.stringContaining("expected an object") as string, path: [] },
    ]);
  });

  it("is taken by Hono", async () => {
    const app = new Hono().post("/", sValidator("json", PlainHappened), (context) =>
      context.json(context.req.valid("json").event satisfies "plain_happened"),
    );
    const post = async (body: unknown): Promise<Response> =>
      await app.request("/", {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
    const accepted = await post(plain);
    expect([accepted.status, await accepted.json()]).toEqual([200, "plain_happened"]);
    const refused = await post({ ...plain, port: "x" });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('"path":["port"]');
  });

  it("is taken by tRPC", async () => {
    const { router, procedure, createCallerFactory } = initTRPC.create();
    const app = router({ issue: procedure.input(PlainHappened).query(({ input }) => input.event) });
    const caller = createCallerFactory(app)({});
    expect(await caller.issue(plain)).toBe("plain_happened");
    await expect(caller.issue({ ...plain, port: -1 })).rejects.toThrow("expected integer ≥ 1 and ≤ 65535, received -1");
  });
});

describe("the JSON Schema of an event", () => {
  it.each(types.map((type) => [type.typeName, type] as const))(
    "%s refers to nothing outside, and accepts its example",
    (_, type) => {
      const { jsonSchema } = type;
      expect(jsonSchema).toMatchObject({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        title: type.typeName,
        description: type.description,
        type: "object",
      });
      expect(jsonSchema).not.toHaveProperty("$id");
      const validate = new Ajv2020({
        strict: true,
        strictTypes: false,
        strictRequired: false,
        strictTuples: false,
      }).compile(jsonSchema);
      const example = type.example();
      expect([example, validate(example), validate.errors]).toEqual([example, true, null]);
      expect(validate({})).toBe(false);
    },
  );

  it("says what the schema files say of fields, also within objects and elements", () => {
    const { properties, $defs } = EverythingHappened.jsonSchema as {
      properties: Record<string, object>;
      $defs: Record<string, { properties: Record<string, object> }>;
    };
    for (const { name, description } of EverythingHappened.fields) {
      expect(properties[name], name).toMatchObject({ description: expect.stringContaining(description) as string });
    }
    expect($defs["Place"]?.properties["lat"]).toMatchObject({
      type: "number",
      description: expect.any(String) as string,
    });
  });

  it("is another object each time, so that a change of one changes no other", () => {
    const first = PlainHappened.jsonSchema;
    first["properties"] = {};
    expect(PlainHappened.jsonSchema).not.toEqual(first);
    expect(PlainHappened.isReadable(plain)).toBe(true);
  });

  it("is what the Standard JSON Schema gives, for draft 2020-12 only", () => {
    const { input, output } = schema["~standard"].jsonSchema;
    for (const convert of [input, output]) {
      expect(convert({ target: "draft-2020-12" })).toEqual(PlainHappened.jsonSchema);
      expect(() => convert({ target: "draft-04" })).toThrow(
        "expected draft-2020-12 as target of the JSON Schema, received draft-04",
      );
    }
  });
});
