import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findSingleSignOnUser, singleSignOnProvider, singleSignOnRefusal } from "#lib/auth/single-sign-on.ts";
import { dashboardPostgres } from "#lib/db/client.ts";
import { openTestDashboard, type SignedIn, signInAs } from "#tests/support/dashboard-people.ts";

let dashboard: Awaited<ReturnType<typeof openTestDashboard>>;
let owner: SignedIn;
beforeAll(async () => {
  dashboard = await openTestDashboard();
});
afterAll(() => dashboard.close());
beforeEach(async () => {
  await dashboardPostgres().query("TRUNCATE users CASCADE");
  owner = await signInAs("owner");
});

const iss = "https://id.example";
const claims = { iss, sub: "idp|1", email: "owner@example.com", email_verified: true };

test("someone whom the owner added is recognised by a verified address, then by the provider's id for good", async () => {
  expect(await findSingleSignOnUser({ ...claims, email: "Owner@Example.com" })).toBe(owner.viewer.userId);
  expect(await findSingleSignOnUser({ iss, sub: claims.sub, email: "renamed@example.com" })).toBe(
    owner.viewer.userId,
  );
  expect(await findSingleSignOnUser({ iss, sub: claims.sub })).toBe(owner.viewer.userId);
  expect(await findSingleSignOnUser({ iss, sub: claims.sub, email: null, email_verified: "yes" })).toBe(
    owner.viewer.userId,
  );
});

test.each([
  ["nobody has added", { ...claims, email: "stranger@example.com" }],
  ["whose address the provider has not verified", { ...claims, email_verified: false }],
  ["whose provider does not say whether it has", { iss, sub: "idp|1", email: claims.email }],
  ["whose provider says it in another way than true", { ...claims, email_verified: "true" }],
  ["without an id", { iss, email: claims.email, email_verified: true }],
  ["with an id that is no text", { ...claims, sub: 7 }],
  ["without claims", undefined],
])("someone %s does not get in", async (_name, profile) => {
  expect(await findSingleSignOnUser(profile)).toBeUndefined();
});

test("an address taken over at the provider by another account does not take over the person", async () => {
  await findSingleSignOnUser(claims);
  expect(await findSingleSignOnUser({ ...claims, sub: "idp|2" })).toBeUndefined();
  expect(await findSingleSignOnUser(claims)).toBe(owner.viewer.userId);
});

test("one account at the provider is one person here, even when its address becomes another person's", async () => {
  await findSingleSignOnUser(claims);
  await signInAs("editor");
  expect(await findSingleSignOnUser({ ...claims, email: "editor@example.com" })).toBe(owner.viewer.userId);
});

test("an id means nothing at another provider, where the verified address decides once more", async () => {
  const editor = await signInAs("editor");
  await findSingleSignOnUser(claims);
  const elsewhere = { ...claims, iss: "https://id2.example" };
  expect(await findSingleSignOnUser({ ...elsewhere, email: "stranger@example.com" })).toBeUndefined();
  expect(await findSingleSignOnUser({ ...elsewhere, email: "editor@example.com" })).toBe(
    editor.viewer.userId,
  );
  expect(await findSingleSignOnUser({ ...elsewhere, sub: "2" })).toBe(owner.viewer.userId);
});

test("a refusal tells whether the address was verified, never whether it is known here", () => {
  expect(singleSignOnRefusal(claims)).toBe("not_invited");
  expect(singleSignOnRefusal({ ...claims, email: "stranger@example.com" })).toBe("not_invited");
  expect(singleSignOnRefusal({ ...claims, email_verified: false })).toBe("unverified_email");
  expect(singleSignOnRefusal({ iss, sub: "1" })).toBe("unverified_email");
});

test("the provider is asked with state, nonce and PKCE", () => {
  const provider = singleSignOnProvider({
    issuer: "https://id.example/",
    clientId: "reelyard",
    clientSecret: "s",
    name: "Example",
  });
  expect(provider.wellKnown).toBe("https://id.example/.well-known/openid-configuration");
  expect(provider.checks).toEqual(["pkce", "state", "nonce"]);
});
