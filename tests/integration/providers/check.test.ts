import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ProviderId, providerIds } from "#lib/domain/provider-id.ts";
import { diagnose } from "#lib/providers/diagnose.ts";
import { ProviderError } from "#lib/providers/errors.ts";
import type { ProviderAccount } from "#lib/providers/provider.ts";
import { providerFor } from "#lib/providers/registry.ts";
import { type FaultServer, hang, json, raw, startFaultServer } from "#tests/support/fault-server.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const fields: Readonly<Record<ProviderId, Record<string, string>>> = {
  ziggeo: { applicationToken: "app-token", privateKey: "planted-secret" },
  telestream: { accessKey: "access", secretKey: "planted-secret", factoryId: "factory" },
  stupeflix: { secret: "planted-secret" },
  apivideo: { apiKey: "planted-secret" },
};

const accountOf = (provider: ProviderId, changes: Partial<ProviderAccount> = {}): ProviderAccount => ({
  provider,
  baseUrl: server.baseUrl,
  fields: fields[provider],
  isLocal: true,
  ...changes,
});

async function check(account: ProviderAccount, timeoutMs = 5_000) {
  const report = await providerFor(account).check({ timeoutMs });
  expect(JSON.stringify(report)).not.toContain("planted-secret");
  return report;
}

describe.each(providerIds)("a test of a %s connection", (provider) => {
  test("names a host whose name does not resolve", async () => {
    const report = await check(
      accountOf(provider, { baseUrl: "http://no-such-host.invalid", isLocal: false }),
    );
    expect(report).toMatchObject({ cause: "name_not_resolved", latencyMs: null });
    expect(report.message).toContain("no-such-host.invalid");
  });

  test("names a port where nothing listens", async () => {
    const gone = await startFaultServer();
    await gone.close();
    expect(await check(accountOf(provider, { baseUrl: gone.baseUrl }))).toMatchObject({ cause: "refused" });
  });

  test("names a host that does not answer", async () => {
    server.script(hang);
    expect(await check(accountOf(provider), 200)).toMatchObject({ cause: "timeout" });
  });

  test("names TLS where the server speaks none", async () => {
    const baseUrl = server.baseUrl.replace("http:", "https:");
    expect(await check(accountOf(provider, { baseUrl }))).toMatchObject({ cause: "tls" });
  });

  test("names a private address that is not allowed", async () => {
    expect(await check(accountOf(provider, { isLocal: false }))).toMatchObject({ cause: "blocked_address" });
  });

  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [429, "rate_limited"],
    [500, "provider_error"],
    [503, "provider_error"],
  ])("names what %i means: %s", async (status, cause) => {
    server.script(json(status, { title: "no" }));
    const report = await check(accountOf(provider));
    expect(report).toMatchObject({ cause, latencyMs: expect.any(Number) });
    expect(server.requests).toHaveLength(1);
  });

  test("names this server's clock when the provider's is ten minutes away and refuses", async () => {
    const date = new Date(Date.now() - 10 * 60_000).toUTCString();
    server.script(json(401, {}, { date }));
    const report = await check(accountOf(provider));
    expect(report.cause).toBe("clock_skew");
    expect(report.message).toContain("10 minutes ahead of");
  });

  test("does not blame the clock for a refusal when both clocks agree", async () => {
    server.script(json(401, {}, { date: new Date().toUTCString() }));
    expect(await check(accountOf(provider))).toMatchObject({ cause: "unauthorized" });
  });

  test("names an address where something else answers", async () => {
    server.script(raw(200, "<html>Welcome to nginx!</html>"));
    const report = await check(accountOf(provider));
    expect(report.cause).toBe("unexpected_answer");
    expect(report.message).toContain("a web page instead of JSON");
  });
});

describe("a wrong region", () => {
  const refusal = new ProviderError({
    provider: "ziggeo",
    kind: "unauthorized",
    message: "401",
    status: 401,
  });

  test("comes before every other reading of a refusal", async () => {
    const report = await diagnose({
      call: () => Promise.reject(refusal),
      baseUrl: "https://srv-api.ziggeo.com",
      credentialName: "private key",
      explain: () => ({ cause: "wrong_region", message: "This token is of the EU region." }),
    });
    expect(report).toMatchObject({ cause: "wrong_region", message: "This token is of the EU region." });
  });
});

test("a caller that gives up gets its own reason, not a report", async () => {
  server.script(hang);
  const reason = new Error("the dialog was closed");
  const call = providerFor(accountOf("apivideo")).check({ signal: AbortSignal.abort(reason) });
  await expect(call).rejects.toBe(reason);
});
