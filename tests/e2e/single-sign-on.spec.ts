import type { Page } from "@playwright/test";
import { type OpenIdProvider, startOpenIdProvider } from "#tests/support/openid-provider.ts";
import { findFreePorts } from "#tests/support/ports.ts";
import { expect, owner, test } from "./reelyard.ts";

const client = { clientId: "reelyard", clientSecret: "a secret both sides know" };
const invited = { name: "Vi", email: "vi@example.com", password: "correct horse battery" };

let provider: OpenIdProvider;
let url: string;

test.beforeAll(async ({ startReelyard }) => {
  const port = await findFreePorts(1);
  url = `http://localhost:${port}`;
  provider = await startOpenIdProvider({ ...client, redirectUri: `${url}/api/auth/callback/oidc` });
  await startReelyard({
    port,
    env: {
      REELYARD_OWNER_EMAIL: owner.email,
      REELYARD_OWNER_PASSWORD: owner.password,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      OIDC_NAME: "Example ID",
    },
  });
});
test.afterAll(() => provider.close());

test.beforeEach(async ({ context }) => {
  // The provider's own pages ask for a font; nothing here may leave the machine.
  await context.route(/^https:\/\/fonts\./, (route) => route.abort());
});

/** From /sign-in through the provider's pages and back, for the first time in this browser. */
async function signInAtProvider(page: Page, login: string) {
  await leaveForProvider(page);
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function leaveForProvider(page: Page, next = "") {
  await page.goto(`${url}/sign-in${next}`);
  await page.getByRole("button", { name: "Continue with Example ID" }).click();
}

test("someone the owner added signs in at the provider, and is known there for good, whatever their address becomes", async ({
  page,
  browser,
}) => {
  const elsewhere = await (await browser.newContext({ baseURL: url })).newPage();
  await elsewhere.goto("/settings/people");
  await elsewhere.getByLabel("E-mail").fill(owner.email);
  await elsewhere.getByLabel("Password", { exact: true }).fill(owner.password);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await elsewhere.getByLabel("Name").fill(invited.name);
  await elsewhere.getByLabel("E-mail").fill(invited.email);
  await elsewhere.getByRole("radio", { name: "Viewer" }).check();
  await elsewhere.getByLabel("First password").fill(invited.password);
  await elsewhere.getByRole("button", { name: "Add person" }).click();
  await expect(elsewhere.getByText(invited.email)).toBeVisible();

  provider.accounts.set("vi-at-provider", { email: "Vi@Example.com", emailVerified: true });
  await signInAtProvider(page, "vi-at-provider");
  await expect(page).toHaveURL(`${url}/library`);
  const session = (await page.context().cookies()).find(({ name }) => name.endsWith("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  await page.goto(`${url}/settings`);
  await expect(page.getByLabel("E-mail")).toHaveValue(invited.email);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  provider.accounts.set("vi-at-provider", { email: "married@example.com", emailVerified: false });
  await leaveForProvider(page, "?next=/settings");
  await expect(page).toHaveURL(`${url}/settings`);
  await expect(page.getByLabel("E-mail")).toHaveValue(invited.email);

  await elsewhere.goto("/settings/audit");
  await expect(elsewhere.getByText("account.sign-in").first()).toBeVisible();
});

test("a stranger with a verified address is told to ask the owner", async ({ page }) => {
  provider.accounts.set("eve", { email: "eve@example.com", emailVerified: true });
  await signInAtProvider(page, "eve");
  await expect(page.getByText("Ask the owner to add your e-mail address")).toBeVisible();
  await page.goto(`${url}/library`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("whoever claims the owner's address without having verified it is told to verify it", async ({
  page,
}) => {
  provider.accounts.set("mallory", { email: owner.email, emailVerified: false });
  await signInAtProvider(page, "mallory");
  await expect(page.getByText("Your e-mail address is not verified")).toBeVisible();
  await page.goto(`${url}/library`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("turning back at the provider leads to the sign-in page, which says so", async ({ page }) => {
  await leaveForProvider(page);
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect(page.getByText("Signing in did not work")).toBeVisible();
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/sign-in/);
});
