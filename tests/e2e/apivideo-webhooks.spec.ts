import { expectNoViolations } from "./accessibility.ts";
import { journey } from "./apivideo-desk.ts";
import { expect } from "./reelyard.ts";

journey("a webhook is made, edited, removed and told a test event", async ({ desk: page, app }) => {
  await page.goto(`${app.url}/events/webhooks`);
  const card = page.getByRole("region", { name: "Local api.video" });
  await card.getByRole("button", { name: "Connect to the inbox" }).click();
  await expect(card.getByText("Its events come to this dashboard.")).toBeVisible();
  await card.getByRole("button", { name: "Webhook", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://example.com/first");
  await dialog.getByRole("button", { name: "Make the webhook" }).click();
  await card.getByRole("button", { name: "Edit https://example.com/first" }).click();
  await dialog.getByLabel("Address").fill("https://example.com/second");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("https://example.com/second")).toBeVisible();
  await expect(card.getByText("https://example.com/first")).toBeHidden();
  await expect(card.getByText("Told nothing within a week.").first()).toBeVisible();
  await expectNoViolations(page, "webhooks");
  await card.getByRole("button", { name: "Remove https://example.com/second" }).click();
  await page.getByRole("button", { name: "Remove webhook" }).click();
  await expect(card.getByText("https://example.com/second")).toBeHidden();
  await card.getByRole("button", { name: "Send a test event" }).click();
  const evidence = page.getByRole("region", { name: "The event" });
  await expect(evidence.getByRole("heading", { name: "reelyard.test" })).toBeVisible();
});
