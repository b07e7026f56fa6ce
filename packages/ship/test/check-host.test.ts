import { catalogue } from "@metric-events/core";
import { expect, it } from "vitest";
import { shipLogs } from "../src/index.js";

async function adviceFor(host: string): Promise<string> {
  const { signal } = new AbortController();
  const work = shipLogs({ logs: ["m.log"], to: "nats://127.0.0.1:9", host, catalogue, once: true, signal });
  const message = await work.then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(message).toContain("since it becomes a part of a subject");
  return /; name the host (.*), for instance$/.exec(message)?.[1] ?? "";
}

it("advises a name only where that says which host it is", async () => {
  expect(await adviceFor("build.7")).toBe("build-7");
  expect(await adviceFor("rack 3/build.7")).toBe("rack-3-build-7");
  for (const host of ["é", "../x", "x é", "", "--é", "h".repeat(201)]) expect(await adviceFor(host)).toBe("");
});
