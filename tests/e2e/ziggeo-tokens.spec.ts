import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { clip } from "#tests/support/clips.ts";
import { until } from "#tests/support/until.ts";
import { expectAccessible, expectNoViolations } from "./accessibility.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

const credentials = z.object({
  ziggeo: z.object({
    baseUrl: z.string(),
    applicationToken: z.string(),
    privateKey: z.string(),
    encryptionKey: z.string(),
  }),
});

async function openZiggeo(dataDir: string) {
  const file = path.join(dataDir, "engine", "credentials.json");
  const { ziggeo } = credentials.parse(JSON.parse(await readFile(file, "utf8")));
  const { baseUrl, ...fields } = ziggeo;
  return { ...ziggeo, client: ziggeoClient({ provider: "ziggeo", baseUrl, fields, isLocal: true }) };
}

async function addVideo({ client }: Awaited<ReturnType<typeof openZiggeo>>, title: string): Promise<string> {
  const bytes = await readFile(await clip("plain"));
  const file = {
    name: "a.mp4",
    mimeType: "video/mp4",
    sizeBytes: bytes.length,
    stream: async function* () {
      yield bytes;
    },
  };
  const { token } = await client.videos.createFrom(file, { title });
  await until("the video plays", async () => (await client.videos.get(token)).state === 5, {
    withinMs: 120_000,
  });
  return token;
}

const toPage = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
const openTokens = async (page: Page) => {
  await toPage(page, "Local Ziggeo");
  await toPage(page, "Auth tokens");
  await expect(page).toHaveURL(/\/auth-tokens$/);
};
const rowOf = (page: Page, name: string) =>
  page.getByRole("list", { name: "Auth tokens" }).getByRole("listitem").filter({ hasText: name });
const readClipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test("an auth token is made, read in words, copied, changed, put into a page's code and revoked", async ({
  signedIn: page,
  app,
}) => {
  test.setTimeout(360_000);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: app.url });
  const complaints = watchConsole(page);
  const secrets = new SecretWatch(page.context());
  const ziggeo = await openZiggeo(app.dataDir);
  const videoToken = await addVideo(ziggeo, "shown-by-token");
  await page.goto(`${app.url}/library?q=shown-by-token`);
  await expect(page.getByRole("link", { name: "shown-by-token" }).first()).toBeVisible({ timeout: 90_000 });
  await openTokens(page);
  const dialog = page.getByRole("dialog");

  const value =
    await test.step("made: the sentence follows what is ticked, the value is there once", async () => {
      await page.getByRole("button", { name: "New token" }).first().click();
      await dialog.getByRole("textbox", { name: "Name" }).fill("Homepage");
      await expect(dialog).toContainText("It allows nothing: no grant is set.");
      await dialog.getByRole("checkbox", { name: "Watch every video" }).focus();
      await page.keyboard.press("Space");
      await dialog.getByRole("textbox", { name: "Sessions" }).fill("none");
      await expect(dialog).toContainText("Whoever holds it may watch every video.");
      await dialog.getByRole("button", { name: "Make the token" }).click();
      await expect(dialog.getByText("Enter a whole number.")).toBeVisible();
      await dialog.getByRole("textbox", { name: "Sessions" }).fill("5");
      await dialog.getByRole("button", { name: "Make the token" }).click();
      await expect(page.getByRole("dialog", { name: "Here it is" })).toContainText("in at most 5 sessions");
      await dialog.getByRole("button", { name: "Copy" }).click();
      const copied = await readClipboard(page);
      expect(copied).toMatch(/^[0-9a-f]{32}$/);
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(page.locator("main")).not.toContainText(copied);
      return copied;
    });

  await test.step("its row says what it allows, and opens to the matrix", async () => {
    const row = rowOf(page, "Homepage");
    await expect(row).toContainText("Whoever holds it may watch every video. It works in at most 5 sessions");
    await expect(row).toContainText("Works");
    await row.getByRole("button", { name: /^Homepage/ }).click();
    const matrix = row.getByRole("table", { name: "Grants of Homepage" });
    await expect(matrix.getByRole("row", { name: "Watch yes no no" })).toBeVisible();
    await expect(matrix.getByRole("row", { name: "Delete no no no" })).toBeVisible();
  });

  await test.step("changed: it ends soon, and says so", async () => {
    await page.getByRole("button", { name: "More for Homepage" }).click();
    await page.getByRole("menuitem", { name: "Edit…" }).click();
    await dialog.getByRole("checkbox", { name: "Watch every video" }).click();
    await dialog.getByRole("checkbox", { name: "Watch named videos" }).click();
    await dialog.getByRole("textbox", { name: "Videos to watch" }).fill(videoToken);
    await dialog.getByRole("combobox", { name: "Ends" }).click();
    await page.getByRole("option", { name: "In a day" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    const row = rowOf(page, "Homepage");
    await expect(row).toContainText("may watch “shown-by-token”");
    await expect(row).toContainText(/Ends in 2[34] h/);
    await expect(page.getByRole("button", { name: "Ending soon 1" })).toBeVisible();
    expect(await ziggeo.client.authTokens.get(value)).toMatchObject({
      grants: { read: { resources: [videoToken] } },
      session_limit: 5,
    });
  });

  await test.step("put into a page's code, and tried as that page would", async () => {
    await page.goto(`${app.url}/library?q=shown-by-token`);
    await page.getByRole("link", { name: "shown-by-token" }).first().click();
    const embed = page.getByRole("region", { name: "Embed" });
    await expect(embed.getByRole("combobox", { name: "Auth token" })).toContainText("Homepage");
    await expect(embed).toContainText("may watch");
    await embed.getByRole("button", { name: "Copy the code" }).click();
    await expect(page.getByText("The code is copied, with its tokens.")).toBeVisible();
    const code = await readClipboard(page);
    expect(code).toContain(`ziggeo-server-auth="${value}"`);
    expect(code).toContain(`"token":"${ziggeo.applicationToken}"`);
    await expect(embed).not.toContainText(value);
    await embed.getByRole("button", { name: "Try it as a page would" }).click();
    const video = embed.locator("video");
    await expect.poll(() => video.evaluate((media: HTMLVideoElement) => media.readyState)).toBeGreaterThan(0);
    await embed.getByRole("tab", { name: "Record a new one" }).click();
    await expect(embed).toContainText("This token does not let anybody make new videos.");
    await expectNoViolations(page, "the code for a page");
  });

  await test.step("revoked: what ends is named, and it opens nothing any more", async () => {
    await openTokens(page);
    await page.getByRole("button", { name: "More for Homepage" }).click();
    await page.getByRole("menuitem", { name: "Revoke…" }).click();
    const confirm = page.getByRole("alertdialog", { name: /^Revoke “Homepage”/ });
    await expect(confirm).toContainText("watch “shown-by-token”");
    await expectNoViolations(page, "revoking a token");
    await confirm.getByRole("button", { name: "Revoke the token" }).click();
    await expect(page.getByRole("heading", { name: "No auth token yet" })).toBeVisible();
    await expect(ziggeo.client.authTokens.get(value)).rejects.toMatchObject({ status: 404 });
  });

  expect(await secrets.findLeaks(await readSecrets(app.dataDir))).toEqual([]);
  expect(complaints).toEqual([]);
});

test("axe finds nothing on the auth tokens, empty, full, opened and in their dialogs, at any width", async ({
  signedIn: page,
  app,
}) => {
  test.setTimeout(360_000);
  const { client } = await openZiggeo(app.dataDir);
  const soon = Math.floor(Date.now() / 1000) + 3_600;
  const pasted = [
    ["Ending", { grants: { read: { all: true } }, expiration_date: soon }],
    ["Hidden away", { hidden: true, grants: { destroy: { session_owned: true } } }],
    ["Nothing in it", {}],
  ] as const;
  const look = (state: string) => expectAccessible(page, state);
  await openTokens(page);
  await look("no auth token");
  const dialog = page.getByRole("dialog");
  for (const [name, given] of pasted) {
    const { token } = await client.authTokens.create(given);
    await page.getByRole("button", { name: "Paste in…" }).first().click();
    await dialog.getByLabel("Token").fill(token);
    await dialog.getByLabel("Name").fill(name);
    await page.keyboard.press("Enter");
    await expect(rowOf(page, name)).toBeVisible();
  }
  await page.getByRole("button", { name: /^Ending …/ }).click();
  await look("auth tokens");
  await page.getByRole("button", { name: "Paste in…" }).click();
  await dialog.getByLabel("Token").fill("0".repeat(32));
  await dialog.getByLabel("Name").fill("Nobody's");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/no such auth token/)).toBeVisible();
  await look("pasting in a token");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Encrypt one…" }).click();
  await dialog.getByRole("checkbox", { name: "Watch named videos" }).click();
  await look("encrypting a token");
  await dialog.getByRole("checkbox", { name: "Watch every video" }).click();
  await dialog.getByRole("button", { name: "Encrypt", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Here it is" })).toContainText("watch every video");
  await look("an encrypted token");
});
