import { expect, test, vi } from "vitest";
import { connectionForms } from "#lib/domain/connection-form.ts";
import { apivideoBaseUrls, findOtherEnvironment } from "#lib/providers/apivideo/environment.ts";
import { ProviderError, type ProviderErrorKind } from "#lib/providers/errors.ts";
import { findOtherHost, telestreamBaseUrls } from "#lib/providers/telestream/host.ts";

const failed = (kind: ProviderErrorKind) =>
  new ProviderError({ provider: "apivideo", kind, message: kind, status: 401 });
const refused = failed("unauthorized");

/** A service that takes the credentials at one of its addresses alone. */
const takenAt = (right?: string) =>
  vi.fn(async (baseUrl: string) => {
    if (baseUrl !== right) throw failed(right === undefined ? "timeout" : "unauthorized");
  });

test("an API key of api.video's other environment is told as one", async () => {
  const { production, sandbox } = apivideoBaseUrls;
  const finding = await findOtherEnvironment({ baseUrl: production, error: refused, ask: takenAt(sandbox) });
  expect(finding).toEqual({
    cause: "wrong_region",
    message: "This API key belongs to sandbox, not to production. Choose sandbox and test again.",
  });
});

test.each([
  ["us-east", "gce"],
  ["gce", "eu-west"],
  ["eu-west", "us-east"],
] as const)("Telestream keys of %s that were entered for %s are told as such", async (right, entered) => {
  const asked = { baseUrl: telestreamBaseUrls[entered], error: refused };
  const finding = await findOtherHost({ ...asked, ask: takenAt(telestreamBaseUrls[right]) });
  expect(finding?.cause).toBe("wrong_region");
  expect(finding?.message).toContain(`belong to ${new URL(telestreamBaseUrls[right]).host}, not to`);
});

test("keys that no address takes, or only one that does not answer, are simply refused", async () => {
  const asked = { baseUrl: telestreamBaseUrls.gce, error: refused };
  expect(await findOtherHost({ ...asked, ask: takenAt("nowhere") })).toBeUndefined();
  expect(await findOtherHost({ ...asked, ask: takenAt() })).toBeUndefined();
});

test("no other host is told the keys of an address that is not the service's own, nor for another failure", async () => {
  const ask = takenAt(apivideoBaseUrls.sandbox);
  for (const [baseUrl, error] of [
    ["https://video.example", refused],
    [apivideoBaseUrls.production, failed("forbidden")],
    [apivideoBaseUrls.production, failed("timeout")],
  ] as const) {
    expect(await findOtherEnvironment({ baseUrl, error, ask })).toBeUndefined();
  }
  expect(ask).not.toHaveBeenCalled();
});

test("a bug of ours on the way is not taken for a refusal", async () => {
  const ask = () => Promise.reject(new TypeError("undefined is not a function"));
  const asked = { baseUrl: apivideoBaseUrls.production, error: refused, ask };
  await expect(findOtherEnvironment(asked)).rejects.toThrow(TypeError);
});

test("every address of a service can be chosen in its form, and all but one's own are addresses", () => {
  const chosen = (provider: "telestream" | "apivideo", field: string) =>
    connectionForms[provider]
      .find(({ name }) => name === field)
      ?.options?.map(({ value }) => value)
      .filter((value) => value !== "custom");
  expect(chosen("telestream", "host")).toEqual(Object.keys(telestreamBaseUrls));
  expect(chosen("apivideo", "mode")).toEqual(Object.keys(apivideoBaseUrls));
});
