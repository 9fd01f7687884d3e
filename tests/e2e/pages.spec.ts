import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { TestApp } from "#tests/support/app.ts";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { expectAccessible, expectNoViolations } from "./accessibility.ts";
import { makeClip } from "./clip-file.ts";
import { expect, test, watchConsole } from "./reelyard.ts";

const nothingThere = "/assets/nothing";

const pages = [
  ["the library", "/library"],
  ["the library as a table", "/library?view=table"],
  ["a filtered library with nothing in it", "/library?q=nothing+is+called+this"],
  ["uploads", "/uploads"],
  ["tasks", "/tasks"],
  ["events", "/events"],
  ["webhooks", "/events/webhooks"],
  ["connections", "/connections"],
  ["settings", "/settings"],
  ["people", "/settings/people"],
  ["the audit log", "/settings/audit"],
  ["an address where nothing is", nothingThere],
] as const;

test("sign-in is accessible, by day, by night and on a phone", async ({ page, app }) => {
  await page.goto(`${app.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page, "sign-in");
});

test("every page works by day, by night and on a phone, with axe finding nothing and the browser silent", async ({
  signedIn: page,
  app,
}) => {
  const complaints = watchConsole(page);
  for (const [state, path] of pages) {
    await page.goto(`${app.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expectAccessible(page, state);
  }
  // Where nothing is, the browser says so; that page has its own complaint and no other.
  expect(complaints.filter((words) => !words.includes(nothingThere))).toEqual([]);
});

/** A video that came from elsewhere: sent to the engine, seen by the library. */
async function addVideo(page: Page, app: TestApp): Promise<string> {
  const title = "somebody-elses-clip";
  const bytes = await readFile(makeClip({ seconds: 2, megabits: 4 }));
  const caller = new TelestreamCaller(await readTelestreamCredentials(app.dataDir));
  const session = await caller.openUpload(`${title}.mp4`, bytes.length, "h264");
  for (let part = 0; part < session.parts; part++) {
    await sendPart(session, part, bytes.subarray(part * session.part_size, (part + 1) * session.part_size));
  }
  await page.goto(`${app.url}/library?q=${title}`);
  const href = await page.locator('main a[href^="/assets/"]').first().getAttribute("href");
  return `${app.url}${href}`;
}

test("axe finds nothing on a library with videos, nor on a video's page, at any width", async ({
  signedIn: page,
  app,
}) => {
  const asset = await addVideo(page, app);
  const places = [
    ["a library with videos", `${app.url}/library`],
    ["a table with videos", `${app.url}/library?view=table`],
    ["a video's page", asset],
  ] as const;
  for (const [state, url] of places) {
    await page.goto(url);
    await expect(page.getByText(/somebody-elses-clip/).first()).toBeVisible();
    await expectAccessible(page, state);
  }
});

test("the upload dialog and the command palette are accessible and closed by Escape", async ({
  signedIn: page,
}) => {
  const dialog = page.getByRole("dialog", { name: "Upload" });
  await page.getByRole("banner").getByRole("button", { name: "Upload" }).click();
  await expect(dialog.getByLabel("Connection")).toBeVisible();
  await expectNoViolations(page, "the upload dialog");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expectNoViolations(page, "the command palette");
  await page.keyboard.type("connections");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/connections/);
});

test("a filter's menu is opened by keyboard and gives the focus back; a second click closes it", async ({
  signedIn: page,
  app,
}) => {
  for (const [path, name] of [
    ["/library?q=nothing+is+called+this", "Status"],
    ["/library?q=nothing+is+called+this", "Created"],
    ["/events?q=nothing+is+called+this", "State"],
  ] as const) {
    await page.goto(app.url + path);
    const chip = page.getByRole("group", { name: "Filters" }).getByRole("button", { name });
    const menu = page.getByRole(name === "Created" ? "dialog" : "menu", { name });
    await chip.focus();
    await page.keyboard.press("Enter");
    await expect(menu).toBeVisible();
    await expect(chip).toHaveAttribute("aria-expanded", "true");
    if (name === "Status") await expectAccessible(page, "an open filter menu");
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(chip).toBeFocused();
    await chip.click();
    await expect(menu).toBeVisible();
    await chip.click();
    await expect(menu).toBeHidden();
  }
});

test("a row's menu is opened by keyboard and gives the focus back, unless something else was clicked", async ({
  signedIn: page,
  app,
}) => {
  await page.goto(`${app.url}/connections`);
  const more = page.getByRole("button", { name: "More for Local Ziggeo" });
  const menu = page.getByRole("menu", { name: "More for Local Ziggeo" });
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(menu).toBeVisible();
  await expectNoViolations(page, "an open row menu");
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();
  await more.click();
  await expect(menu).toBeVisible();
  await more.click();
  await expect(menu).toBeHidden();
  await more.click();
  await expect(menu).toBeVisible();
  const other = page.getByRole("button", { name: "More for Local Telestream" });
  await other.click();
  await expect(menu).toBeHidden();
  await expect(page.getByRole("menu", { name: "More for Local Telestream" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(other).toBeFocused();
});

test("a click that comes before the page's scripts is not lost", async ({ signedIn: page, app }) => {
  const { promise: clicked, resolve: letScriptsPass } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await clicked;
    await route.continue();
  });
  await page.goto(`${app.url}/library`, { waitUntil: "commit" });
  await page.getByRole("banner").getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  letScriptsPass();
  await expect(page.getByRole("dialog", { name: "Upload" })).toBeVisible();
});
