import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { expect, test } from "./reelyard.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com", password: "correct horse battery" };

/** Keeps the scripts of pages back until what it answers is called. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise: passed, resolve: letPass } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await passed;
    await route.continue();
  });
  return letPass;
}

test("an owner sets Reelyard up, adds a viewer, and changes a password that signs everyone else out", async ({
  browser,
  startReelyard,
}) => {
  const { url } = await startReelyard();
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();

  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  await expectAccessible(page, "set-up");
  await page.getByLabel("E-mail").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await expect(page.getByText("Use at least 12 characters")).toBeVisible();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue("ada");

  await page.getByLabel("Name").fill(ada.name);
  await page.getByLabel("E-mail").fill(ada.email);
  await page.getByLabel("Password", { exact: true }).fill(ada.password);
  await page.getByRole("button", { name: "Create the owner account" }).click();
  await expect(page).toHaveURL(/\/library/);

  const cookies = await context.cookies();
  const session = cookies.find((cookie) => cookie.name.endsWith("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  const letScriptsPass = await holdScripts(page);
  await page.goto("/library", { waitUntil: "commit" });
  await page.getByLabel("From a web address").fill("file:///a/film");
  await page.getByRole("button", { name: "Fetch" }).click();
  letScriptsPass();
  // What is sent before the page's scripts have come is neither lost nor sent elsewhere.
  await expect(page.getByRole("alert").filter({ hasText: "Enter a web address" })).toBeVisible();
  await expect(page.getByLabel("From a web address")).toHaveValue("file:///a/film");
  await expect(page).toHaveURL(/\/library$/);

  await page.goto("/settings/people");
  await page.getByLabel("Name").fill("Vi");
  await page.getByLabel("E-mail").fill("vi@example.com");
  await page.getByRole("radio", { name: "Viewer" }).check();
  await page.getByLabel("First password").fill(ada.password);
  await page.getByRole("button", { name: "Add person" }).click();
  await expect(page.getByText("vi@example.com")).toBeVisible();

  const second = await browser.newContext({ baseURL: url });
  const elsewhere = await second.newPage();
  const letTheirsPass = await holdScripts(elsewhere);
  await elsewhere.goto("/settings/audit", { waitUntil: "commit" });
  await elsewhere.getByLabel("E-mail").fill(ada.email);
  await elsewhere.getByLabel("Password", { exact: true }).fill("not the password");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  letTheirsPass();
  await expect(elsewhere.getByText("do not go together")).toBeVisible();
  await expect(elsewhere.getByLabel("E-mail")).toHaveValue(ada.email);
  await elsewhere.getByLabel("Password", { exact: true }).fill(ada.password);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere).toHaveURL(/\/settings\/audit$/);
  await expect(elsewhere.getByText("people.add")).toBeVisible();

  await page.goto("/settings");
  await expect(page.getByText("this browser", { exact: true })).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^Sign out .+ at / })).toHaveCount(1);
  await page.getByLabel("Current password").fill(ada.password);
  await page.getByLabel("New password").fill("another horse battery");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/settings$/);
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/library");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Flibrary/);
});

test("once there is an owner, nobody finds a set-up page", async ({ page, app }) => {
  await page.goto(`${app.url}/setup`);
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
});
