import type { Page } from "@playwright/test";
import sharp from "sharp";
import type { TestApp } from "#tests/support/app.ts";
import { expectAccessible, expectNoViolations } from "./accessibility.ts";
import { expect, test, watchConsole } from "./reelyard.ts";
import { readSecrets, SecretWatch } from "./secret-watch.ts";

const toTab = (page: Page, name: string) =>
  page
    .getByRole("navigation", { name: "Pages of Local Stupeflix" })
    .getByRole("link", { name, exact: true })
    .click();

const openAccount = async (page: Page, app: TestApp) => {
  await page.goto(`${app.url}/connections`);
  await page.getByRole("main").getByRole("link", { name: "Local Stupeflix" }).first().click();
  await toTab(page, "Compose");
};

/** Drops a file on a field, as from a file manager. */
async function dropOn(page: Page, field: ReturnType<Page["getByLabel"]>, name: string, bytes: Buffer) {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const carried = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name, { type: "image/png" }));
      return carried;
    },
    { name, base64: bytes.toString("base64") },
  );
  for (const type of ["dragenter", "dragover", "drop"])
    await field.dispatchEvent(type, { dataTransfer: transfer });
}

const runs = (page: Page) => page.getByRole("region", { name: "Made here" }).getByRole("article");

test("tasks are composed both ways, kept, run, looked at and cleaned up", async ({ signedIn: page, app }) => {
  // A second of film may take a minute on a busy machine.
  test.setTimeout(300_000);
  const secrets = new SecretWatch(page.context());
  const complaints = watchConsole(page);
  await openAccount(page, app);
  const json = page.getByRole("textbox", { name: "The tasks as JSON" });

  await test.step("a dropped file becomes a thumbnail, shown as it is", async () => {
    await page.getByRole("button", { name: /^image\.thumb/ }).click();
    const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#2a7" } })
      .png()
      .toBuffer();
    const field = page.getByLabel("Address", { exact: true });
    await dropOn(page, field, "green.png", picture);
    await expect(field).toHaveValue(/\/storage\/[A-Z2-7]{26}\/green\.png$/);
    await page.getByLabel("Width", { exact: true }).fill("32");
    await expect(json).toContainText('"width": 32');
    await page.getByRole("button", { name: "Run 1 task" }).click();
    const run = runs(page).first();
    await expect(run).toContainText("Done", { timeout: 60_000 });
    const thumbnail = run.getByRole("img", { name: "The task’s output" });
    await expect
      .poll(() => thumbnail.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
      .toBe(32);
    await expectNoViolations(page, "the composer with a result");
  });

  await test.step("the JSON changes the form, and a fault in it is told with its line and loses nothing", async () => {
    await page.getByRole("switch", { name: "Crop" }).click();
    await expect(json).toContainText('"crop": true');
    await json.fill('{"tasks": [{"task_name": "hello", "name": "you"},\n]}');
    await expect(page.getByText(/^Line 2, column 1/)).toBeVisible();
    await expect(page.getByLabel("Width", { exact: true })).toBeDisabled();
    await json.fill('[{"task_name": "hello", "name": "you"}]');
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("you");
    await page.getByLabel("Name", { exact: true }).fill("them");
    await expect(json).toContainText('"name": "them"');
  });

  await test.step("a preset is saved, applied and deleted", async () => {
    await page.getByRole("button", { name: "Save as a preset…" }).click();
    const dialog = page.getByRole("dialog", { name: "Save as a preset" });
    await dialog.getByLabel("Name").fill("Greeting");
    await dialog.getByRole("button", { name: "Save preset" }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: "Leave task 1 out" }).click();
    await page.getByRole("button", { name: /^Greeting/ }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("them");
    await page.getByRole("button", { name: "Leave task 1 out" }).click();
    await page.getByRole("button", { name: "More for Greeting" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete preset" }).click();
    await expect(page.getByRole("button", { name: /^Greeting/ })).toHaveCount(0);
  });

  await test.step("what is wrong with a parameter stands beside it", async () => {
    await page.getByRole("button", { name: /^image\.thumb/ }).click();
    await page.getByLabel("Width", { exact: true }).fill("wide");
    const width = page.locator('[data-parameter="width"]');
    await expect(width.getByRole("alert")).toHaveText("must be an integer");
    await page.getByRole("button", { name: "Run 1 task" }).click();
    const address = page.locator('[data-parameter="url"]');
    await expect(address.getByRole("alert")).toHaveText("this field is required");
    // A moment later the field that is at fault has the focus: what is typed before that may land in it.
    await expect(address.or(width).locator(":focus")).toHaveCount(1);
    await page.getByLabel("Width", { exact: true }).fill("32");
    await page.getByLabel("Address", { exact: true }).fill("http://127.0.0.1:1/nothing.png");
    await page.getByRole("button", { name: "Run 1 task" }).click();
    await expect(runs(page).first()).toContainText("Failed", { timeout: 60_000 });
    await expect(address.getByRole("alert")).toHaveText("this address may not be fetched");
    await page.getByRole("button", { name: "Leave task 1 out" }).click();
  });

  await test.step("a film from a template shows its preview; its faults stand in its text", async () => {
    await page.getByRole("button", { name: /^video\.create/ }).click();
    await page.getByRole("button", { name: "Title card" }).click();
    const film = page.getByRole("textbox", { name: "Definition" });
    await expect(film).toContainText("Your title");
    await film.press("ControlOrMeta+End");
    await film.pressSequentially("<oops/>");
    await expect(page.locator('[data-parameter="definition"]').getByRole("alert")).toContainText(
      /line \d+, column \d+/,
    );
    await film.press("ControlOrMeta+z");
    await expect(page.locator('[data-parameter="definition"]').getByRole("alert")).toHaveCount(0);
    await page.getByRole("combobox", { name: "Profile" }).click();
    await page.getByRole("option", { name: "240p" }).click();
    await page.getByRole("switch", { name: "Preview" }).click();
    await page.getByRole("switch", { name: "Export" }).click();
    await page.getByRole("button", { name: "Run 1 task" }).click();
    const preview = runs(page).first().getByLabel("preview");
    await expect(preview).toBeVisible({ timeout: 120_000 });
    await expect
      .poll(() => preview.evaluate((video) => (video instanceof HTMLVideoElement ? video.videoWidth : 0)), {
        timeout: 30_000,
      })
      .toBeGreaterThan(0);
    await expect(runs(page).first()).toContainText("Done", { timeout: 120_000 });
    await expectNoViolations(page, "the composer with a film");
  });

  await test.step("tasks are listed, one is edited and run again", async () => {
    await page.goto(`${app.url}/tasks`);
    await expect(page.getByRole("region", { name: /Done today/ })).toContainText("video.create");
    await page.getByRole("link", { name: /image\.thumb.*green\.png/ }).click();
    await expect(page.getByRole("region", { name: "Result", exact: true })).toContainText("original_width");
    await expectNoViolations(page, "a task");
    await page.getByRole("link", { name: "Edit and run again" }).click();
    await expect(page.getByLabel("Width", { exact: true })).toHaveValue("32");
  });

  await test.step("files are deleted after a dry run that says how many and how much", async () => {
    await toTab(page, "Storage");
    await page.getByLabel("Older than, in days").fill("0");
    await page.getByRole("button", { name: "See what goes" }).first().click();
    const confirm = page.getByRole("alertdialog");
    await expectNoViolations(page, "a deletion");
    await confirm.getByRole("button", { name: /^Delete \d+ files?, [\d.]+ \w+$/ }).click();
    await expect(page.getByText("Nothing is stored")).toBeVisible();
  });

  expect(await secrets.findLeaks(await readSecrets(app.dataDir))).toEqual([]);
  expect(complaints).toEqual([]);
});

test("axe finds nothing on the account's pages, at any width", async ({ signedIn: page, app }) => {
  test.setTimeout(180_000);
  await openAccount(page, app);
  await expect(page).toHaveURL(/\/compose$/);
  const account = page.url().replace(/\/compose$/, "");
  const places = [
    ["the gallery", "/compose"],
    ["a task's form", "/compose?kind=video.strip"],
    ["a film's form", "/compose?kind=video.create"],
    ["tasks", "/tasks"],
    ["storage", "/storage"],
  ] as const;
  for (const [state, path] of places) {
    await page.goto(account + path);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Local Stupeflix");
    if (path.startsWith("/compose")) {
      await expect(page.getByRole("textbox", { name: "The tasks as JSON" })).toBeVisible();
    }
    await expectAccessible(page, state);
  }
});
