import { readFile } from "node:fs/promises";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { expectAccessible } from "./accessibility.ts";
import { makeClip } from "./clip-file.ts";
import { expect, test, watchConsole } from "./reelyard.ts";

test("a provider is pointed here, proved, and what it tells is evidence one can read", async ({
  signedIn: page,
  app,
}) => {
  const complaints = watchConsole(page);
  await page.goto(`${app.url}/events/webhooks`);
  const card = page.getByRole("region", { name: "Local Telestream" });
  await card.getByRole("button", { name: "Connect to the inbox" }).click();
  await expect(card.getByText("Its events come to this dashboard.")).toBeVisible();

  await card.getByRole("button", { name: "Send a test event" }).click();
  await expect(page).toHaveURL(/event=/);
  const evidence = page.getByRole("region", { name: "The event" });
  await expect(evidence.getByRole("heading", { name: "reelyard.test" })).toBeVisible();
  await expect(evidence.getByText("This dashboard can be reached at this address.")).toBeVisible();

  const bytes = await readFile(makeClip({ seconds: 2, megabits: 1 }));
  const caller = new TelestreamCaller(await readTelestreamCredentials(app.dataDir));
  const session = await caller.openUpload("told by an event.mp4", bytes.length, "none");
  await sendPart(session, 0, bytes);
  const row = page.getByRole("button", { name: /video-created/ });
  await row.click();
  await expect(evidence.getByRole("link", { name: "told by an event.mp4" })).toBeVisible();
  await expect(evidence.getByText("Unsigned; a read of the provider confirmed it.")).toBeVisible();
  await expect(evidence.getByText("event = video-created")).toBeVisible();

  await evidence.getByRole("button", { name: "Process again" }).click();
  await expect(evidence.getByText("Nothing: the index said so already.")).toBeVisible();
  // The keyboard goes through the timeline.
  await row.focus();
  await page.keyboard.press("End");
  await expect(evidence.getByRole("heading", { name: "video-created" })).toBeHidden();
  await expectAccessible(page, "events");
  expect(complaints).toEqual([]);
});
