import { findFreePorts } from "#tests/support/ports.ts";
import { expect, nobodyThere, test } from "./reelyard.ts";
import { findIn, SecretWatch } from "./secret-watch.ts";

test("the four local connections are there and work", async ({ signedIn: page }) => {
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Connections", exact: true })
    .click();
  for (const name of ["Local Ziggeo", "Local Telestream", "Local Stupeflix", "Local api.video"]) {
    const row = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
    await expect(row).toContainText("Working", { timeout: 30_000 });
  }
});

test("a connection is added, tested with the exact cause, edited, paused and removed, and its key never comes back", async ({
  signedIn: page,
  app,
}) => {
  const planted = new Map([["the planted API key", "planted-0123456789abcdef-key"]]);
  const watch = new SecretWatch(page.context());
  const port = await findFreePorts(1);
  await page.goto(`${app.url}/connections`);
  await page.getByRole("button", { name: "Add connection" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a connection" });
  await dialog.getByRole("radio", { name: "api.video" }).check();
  await dialog.getByLabel("Name").fill("Nobody there");
  await dialog.getByLabel("API key").fill(planted.get("the planted API key") ?? "");
  await dialog.getByLabel("Environment").click();
  await page.getByRole("option", { name: "Another address" }).click();

  await test.step("an address of our own network is refused unless it is allowed", async () => {
    await dialog.getByLabel("Base URL").fill(`http://127.0.0.3:${port}`);
    await dialog.getByRole("button", { name: "Test these settings" }).click();
    await expect(dialog.getByText(/REELYARD_ALLOW_PRIVATE_URLS/).first()).toBeVisible();
  });
  await test.step("nobody listening is told apart", async () => {
    await dialog.getByLabel("Base URL").fill(`http://${nobodyThere}:${port}`);
    await dialog.getByRole("button", { name: "Test these settings" }).click();
    await expect(dialog.getByText(/refused the connection: nothing answers there/)).toBeVisible();
  });
  await dialog.getByRole("button", { name: "Add connection" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Nobody there" });
  await expect(row).toContainText("Connection refused");

  await test.step("editing shows the key's last four characters and no more", async () => {
    await row.getByRole("button", { name: "More for Nobody there" }).click();
    await page.getByRole("menuitem", { name: "Edit…" }).click();
    const edit = page.getByRole("dialog", { name: "Edit Nobody there" });
    await expect(edit.getByText("Kept, ending in -key.")).toBeVisible();
    await expect(edit.getByLabel("API key")).toHaveValue("");
    await edit.getByLabel("Name").fill("Nobody there still");
    await edit.getByRole("button", { name: "Save changes" }).click();
    await expect(edit).toBeHidden();
    await expect(row).toContainText("Nobody there still");
  });
  await test.step("the library says that it does not answer, and shows the rest", async () => {
    await page.goto(`${app.url}/library`);
    await expect(
      page.getByRole("main").getByRole("status").filter({ hasText: "Nobody there still" }),
    ).toBeVisible();
    await page.goto(`${app.url}/connections`);
  });
  await test.step("paused, it is left alone until it is resumed", async () => {
    await row.getByRole("button", { name: "More for Nobody there" }).click();
    await page.getByRole("menuitem", { name: "Pause" }).click();
    await expect(row).toContainText("Paused");
    await row.getByRole("button", { name: "More for Nobody there" }).click();
    await page.getByRole("menuitem", { name: "Resume" }).click();
    await expect(row).not.toContainText("Paused");
  });
  await test.step("removing names what goes and what stays", async () => {
    await row.getByRole("button", { name: "More for Nobody there" }).click();
    await page.getByRole("menuitem", { name: "Remove…" }).click();
    const confirm = page.getByRole("alertdialog", { name: "Remove Nobody there still?" });
    await expect(confirm).toContainText(
      "It has no videos listed here, and its key is erased from this server.",
    );
    await expect(confirm).toContainText("Nothing is deleted at api.video");
    await confirm.getByRole("button", { name: "Remove connection" }).click();
    await expect(row).toHaveCount(0);
  });

  expect(watch.count).toBeGreaterThan(0);
  expect(await watch.findLeaks(planted)).toEqual([]);
  expect(findIn("the console or a log file", await app.readOutput(), planted)).toEqual([]);
});
