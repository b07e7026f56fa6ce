import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shipLogs } from "../../src/index.js";
import { hasOpenssl, makeCertificate } from "../support/certificate.js";
import { hasPostgres, PostgresServer } from "./support/postgres-server.js";

const isPossible = hasPostgres && hasOpenssl;
let server: PostgresServer;
beforeAll(async () => {
  if (isPossible) server = await PostgresServer.create();
});
afterAll(async () => server?.remove());

describe.skipIf(!isPossible)("a server with TLS", () => {
  it("is used with TLS by default, and trusted by its certificate where sslmode asks for it", async () => {
    const folder = temporaryFolder();
    const { file, ...tls } = makeCertificate(folder);
    const port = await server.listenWithTls(tls);
    let lines = 0;
    const collect = async (mode: string, host = "127.0.0.1"): Promise<number> => {
      writeFileSync(join(folder, "metrics.log"), `${installedLine(lines++)}\n`, { flag: "a" });
      const to = `postgres://tester@${host}:${port}/postgres${mode}`;
      const { signal } = new AbortController();
      const options = { logs: ["metrics.log"], to, host: "b", catalogue, once: true, cwd: folder, env: {}, signal };
      return (await shipLogs(options)).lines;
    };
    expect(await collect("")).toBe(1);
    expect(await collect("?sslmode=require")).toBe(1);
    expect(await collect(`?sslmode=verify-full&sslrootcert=${file}`)).toBe(1);
    const refusals = [
      await collect("?sslmode=verify-full").catch((error: unknown) => error),
      await collect(`?sslmode=verify-full&sslrootcert=${file}`, "localhost").catch((error: unknown) => error),
      await collect("?sslmode=disable").catch((error: unknown) => error),
    ];
    expect(refusals).toMatchObject([
      { code: "unreachable", message: expect.stringMatching(/self-signed certificate; check sslmode/) },
      { code: "unreachable", message: expect.stringMatching(/check sslmode/) },
      { code: "refused", message: expect.stringMatching(/no pg_hba.conf entry/) },
    ]);
    expect(await server.query("SELECT count(*)::int AS n FROM metric_events.runner_installed")).toEqual([{ n: 3 }]);
  });
});
