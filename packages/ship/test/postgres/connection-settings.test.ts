import { temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { connectionSettings } from "../../src/postgres/connection-settings.js";

describe("what a URL of PostgreSQL cannot say", () => {
  const cases: readonly (readonly [url: string, message: RegExp])[] = [
    ["postgres:///fleet?schema=information_schema", /"information_schema" belongs to PostgreSQL itself/],
    ["postgres:///fleet?schema=pg_toast", /"pg_toast" belongs to PostgreSQL itself/],
    ["postgres:///fleet?schema=Fleet", /expected a schema of lower-case letters.*received "Fleet"/],
    [`postgres:///fleet?schema=${"a".repeat(64)}`, /expected a schema of at most 63 characters, received 64: "a+…"/],
    [`postgres:///fleet?schema=${"a".repeat(80)}`, /expected a schema of at most 63 characters, received 80/],
    ["postgres:///fleet?schema=a&schema=b", /says "schema" twice/],
    ["postgres:///fleet?schema=a&schema=a", /says "schema" twice/],
    ["postgres:///fleet?schema=&schema=a", /says "schema" twice/],
    ["postgres:///fleet?sslmode=disable&sslmode=verify-full", /says "sslmode" twice/],
    ["postgres://db/fleet?host=other", /says "host" twice/],
    ["postgres://db:5432/fleet?port=5433", /says "port" twice/],
    ["postgres://ada@db/fleet?user=bob", /says "user" twice/],
    ["postgres://db/fleet?dbname=other", /says "dbname" twice/],
    ["postgres://ada:hunter2@db/fleet?password=hunter2", /says "password" twice; say it once$/],
  ];
  for (const [url, message] of cases) {
    it(url.slice(0, 60), () => {
      expect(() => connectionSettings(url, {}, temporaryFolder())).toThrow(
        expect.objectContaining({ code: "invalid-settings", message: expect.stringMatching(message) }),
      );
    });
  }
});

it("a name of 63 letters is a schema, and each parameter may be in the URL once", () => {
  const schema = "a".repeat(63);
  const url = `postgres:///?host=db&port=5433&user=ada&dbname=fleet&schema=${schema}`;
  expect(connectionSettings(url, {}, temporaryFolder())).toMatchObject({
    host: "db",
    port: 5433,
    user: "ada",
    database: "fleet",
    schema,
  });
});
