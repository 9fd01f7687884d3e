import { findFreePorts } from "#tests/support/ports.ts";
import { expect, test } from "./reelyard.ts";
import { findIn, SecretWatch } from "./secret-watch.ts";

const localNames = ["Local Ziggeo", "Local Telestream", "Local Stupeflix", "Local api.video"];

test("the four local connections are there and healthy", async ({ signedIn: page }) => {
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Connections", exact: true })
    .click();
  for (const name of localNames) await expect(page.getByText(name).first()).toBeVisible();
});

test("a connection is added, tested with the exact cause of its failure, and removed, without a secret coming back", async ({
  signedIn: page,
  app,
}) => {
  const planted = new Map([["planted API key", "planted-0123456789abcdef-secret"]]);
  const watch = new SecretWatch(page.context());
  const port = await findFreePorts(1);
  await page.goto(`${app.url}/connections`);
  await page
    .getByRole("button", { name: /add.*connection/i })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /api\.video/i }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Nobody there");
  await dialog.getByLabel(/API key/).fill(planted.get("planted API key") ?? "");
  await dialog.getByLabel("Environment").click();
  await page.getByRole("option", { name: "Another address" }).click();
  await dialog.getByLabel("Base URL").fill(`http://127.0.0.1:${port}`);
  await dialog.getByRole("button", { name: "Test" }).click();
  // Not a public address, and nobody listed it: the guard's own words, and no request was made.
  await expect(dialog.getByText(/REELYARD_ALLOW_PRIVATE_URLS/).last()).toBeVisible();
  await expect(dialog.getByText("Address not allowed.")).toBeVisible();
  await dialog
    .getByRole("button", { name: /add|save/i })
    .last()
    .click();
  await expect(page.getByText("Nobody there").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("Nobody there").first()).toBeVisible();

  await page.getByRole("button", { name: "More for Nobody there" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("Nothing is deleted at api.video");
  await confirm.getByRole("button", { name: "Remove connection" }).click();
  await expect(page.getByText("Nobody there", { exact: true })).toHaveCount(0);

  expect(watch.count).toBeGreaterThan(0);
  expect(await watch.findLeaks(planted)).toEqual([]);
  expect(findIn("the console or a log file", await app.readOutput(), planted)).toEqual([]);
});
