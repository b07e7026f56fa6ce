import { installedLine, temporaryFolder } from "@metric-events/test-support";
import { afterEach, describe, expect, it } from "vitest";
import { hasOpenssl, makeCertificate } from "../support/certificate.js";
import { bodiesOf } from "./support/decode-request.js";
import { shipToStub } from "./support/ship-to-stub.js";
import { type StubCollector, stubCollector } from "./support/stub-collector.js";

const lines = [installedLine(1)];
let stub: StubCollector | undefined;
afterEach(async () => stub?.close());

describe.skipIf(!hasOpenssl)("a collector with TLS", () => {
  it("is trusted by its certificate alone", async () => {
    const folder = temporaryFolder();
    const { file, ...tls } = makeCertificate(folder);
    stub = await stubCollector([], tls);
    const refused = await shipToStub(stub, { folder, lines }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      name: "ShipError",
      code: "unreachable",
      message: expect.stringMatching(/self-signed certificate; OTEL_EXPORTER_OTLP_CERTIFICATE names a file/),
    });
    expect(stub.requests).toHaveLength(0);
    await shipToStub(stub, { folder, env: { OTEL_EXPORTER_OTLP_CERTIFICATE: file } });
    expect(bodiesOf(stub.taken())).toEqual(lines);
  });

  it("of another name is not trusted, and a file without a certificate is said", async () => {
    const folder = temporaryFolder();
    const { file, ...tls } = makeCertificate(folder);
    stub = await stubCollector([], tls);
    const to = stub.to.replace("127.0.0.1", "localhost");
    const env = { OTEL_EXPORTER_OTLP_CERTIFICATE: file };
    const other = await shipToStub(stub, { folder, lines, to, env }).catch((error: unknown) => error);
    expect(other).toMatchObject({ code: "unreachable", message: expect.stringMatching(/does not match|altnames/) });
    const none = { OTEL_EXPORTER_OTLP_CERTIFICATE: "metrics.log" };
    const wrong = await shipToStub(stub, { folder, env: none }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ name: "ShipError", code: "unreachable" });
    expect(stub.requests).toHaveLength(0);
  });
});
