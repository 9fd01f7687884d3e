import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { clip } from "#tests/support/clips.ts";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { expectAccessible, expectNoViolations } from "./accessibility.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

const title = "a-voice.m4a";

/** The rail's entry of an account's page; it is there while one looks at the account. */
const toPage = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();

/** Sound without a picture, sent by a client of somebody else's: of two profiles one can only fail. */
async function sendVoice(dataDir: string, profiles: string): Promise<void> {
  const bytes = await readFile(await clip("audioOnly"));
  const session = await new TelestreamCaller(await readTelestreamCredentials(dataDir)).openUpload(
    title,
    bytes.length,
    profiles,
  );
  for (let part = 0; part < session.parts; part++) {
    await sendPart(session, part, bytes.subarray(part * session.part_size, (part + 1) * session.part_size));
  }
}

test("a profile is made, used, found failing beside another, and everything about it signed and mended", async ({
  signedIn: page,
  app,
}) => {
  // Encoders run at the lowest priority: on a busy machine a second of sound may take minutes.
  test.setTimeout(360_000);
  const secrets = new SecretWatch(page.context());
  const complaints = watchConsole(page);
  await toPage(page, "Local Telestream");

  await test.step("a preset becomes a profile, its command shown as it changes", async () => {
    await toPage(page, "Profiles");
    await page.getByRole("link", { name: "New profile" }).click();
    await page.getByRole("link", { name: /^MP3/ }).click();
    await page.getByLabel("Name", { exact: true }).fill("podcast");
    const bitrate = page.getByLabel("Bitrate");
    await bitrate.fill("0");
    await expect(page.getByText("Enter 1 to 500000.")).toBeVisible();
    await bitrate.fill("96");
    await expect(page.getByText("Fine for music and speech.")).toBeVisible();
    await expect(page.getByRole("region", { name: "Resulting command" })).toContainText("-b:a 96k");
    await page.getByRole("button", { name: "Create profile" }).click();
    await expect(page.getByRole("row", { name: /podcast/ })).toContainText("96 kbit/s");
  });

  await sendVoice(app.dataDir, "podcast,h264");
  await test.step("the board shows what was made and what failed, and why", async () => {
    await toPage(page, "Encodings");
    const lanes = page.getByRole("group", { name: "Lanes" });
    // Other journeys on this Reelyard have encodings of their own.
    const failed = lanes.getByRole("button", { name: /Failed\s*[1-9]/ });
    await expect(lanes.getByRole("button", { name: /Done\s*[1-9]/ })).toBeVisible({ timeout: 150_000 });
    await expect(failed).toBeVisible({ timeout: 150_000 });
    await failed.click();
    await expect(page).toHaveURL(/lane=failed/);
    const row = page
      .getByRole("list", { name: "Encodings" })
      .getByRole("listitem")
      .filter({ hasText: title })
      .filter({ hasText: "h264" });
    await expect(row).toContainText("The source has no picture.");
    await row.getByRole("button", { name: /details/ }).click();
    const details = page.getByRole("dialog", { name: title });
    await expect(details).toContainText("EncodingError");
    await expectNoViolations(page, "the details of an encoding");
    await page.keyboard.press("Escape");
    await expect(details).toBeHidden();
    // Not `check()`, which wants the state at once: the page may be drawing what a live message brought.
    const selecting = row.getByRole("checkbox");
    await selecting.click();
    await expect(selecting).toBeChecked();
    await page.getByRole("button", { name: "Retry 1" }).click();
    await expect(page.getByText("1 encoding queued again")).toBeVisible();
  });

  await test.step("a request is signed for anybody, without the secret", async () => {
    await toPage(page, "Sign a request");
    await page.getByRole("button", { name: "List videos" }).click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    const signed = page.getByRole("region", { name: "Signed request" });
    await expect(signed).toContainText(/Good for [45]:\d\d/);
    const url = await signed.getByText(/^http:\/\/.*signature=/).textContent();
    const answer = await page.request.get(url ?? "");
    expect(await answer.json()).toContainEqual(expect.objectContaining({ original_filename: title }));
    await expectNoViolations(page, "a signed request");
  });

  await test.step("a video is made again, and loses its source alone", async () => {
    await page.goto(`${app.url}/library?q=a-voice`);
    await page.getByRole("link", { name: title }).first().click();
    const section = page.getByRole("region", { name: "Telestream Cloud Flip" });
    await expect(section).toContainText("audio_channels");
    await section.getByRole("button", { name: "Encode again…" }).click();
    const dialog = page.getByRole("dialog", { name: "Encode again" });
    await dialog.getByRole("checkbox", { name: /podcast/ }).check();
    await dialog.getByRole("button", { name: "Encode with 1 profile" }).click();
    await expect(page.getByText("1 encoding queued", { exact: true })).toBeVisible();
    await section.getByRole("button", { name: "Delete source only…" }).click();
    const confirm = page.getByRole("alertdialog", { name: "Delete the source alone?" });
    await confirm.getByRole("button", { name: "Delete the source" }).click();
    await expect(section).toContainText("The source is not kept");
  });

  expect(await secrets.findLeaks(await readSecrets(app.dataDir))).toEqual([]);
  expect(complaints).toEqual([]);
});

test("axe finds nothing on an account's own pages, at any width", async ({ signedIn: page, app }) => {
  test.setTimeout(360_000);
  await toPage(page, "Local Telestream");
  await toPage(page, "Factories");
  await expect(page).toHaveURL(/\/factories$/);
  const account = page.url().replace(/\/factories$/, "");
  const { factoryId } = await readTelestreamCredentials(app.dataDir);
  const places = [
    ["the overview", ""],
    ["factories", "/factories"],
    ["a factory", `/factories/${factoryId}`],
    ["profiles", "/profiles"],
    ["the presets", `/profiles/${factoryId}/new`],
    ["a profile", `/profiles/${factoryId}/h264`],
    ["a command", `/profiles/${factoryId}/new?preset=command`],
    ["encodings", "/encodings"],
    ["upload sessions", "/upload-sessions"],
    ["signing", "/sign-request"],
  ] as const;
  for (const [state, path] of places) {
    await page.goto(account + path);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Local Telestream");
    await expectAccessible(page, state);
  }
});
