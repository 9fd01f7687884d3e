// The same gigabyte out of Chromium: the product's own upload beside a bare fetch PUT from the same page.
import path from "node:path";
import { startBaseline } from "#tests/support/bench/baseline.ts";
import { startBenchBrowser } from "#tests/support/bench/browser.ts";
import { writeRandomFile } from "#tests/support/bench/random-file.ts";
import { reportComparison, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";

const sizeBytes = Number(process.env.BENCH_UPLOAD_MIB ?? 1024) * 1024 * 1024;
const { folder, clear } = await makeWorkplace();
const file = path.join(folder, "recording.mp4");
await writeRandomFile(file, sizeBytes);
const bare = await startBaseline("put-server", folder);
const { openPage, close } = await startBenchBrowser({ dataDir: path.join(folder, "data") });

// Our content policy would not let a page send to another server; for the baseline it has to.
const page = await openPage({ bypassCSP: true });
// The chooser of Chromium's own cannot be answered by a program; the input it stands in for can.
await page.addInitScript(() => Reflect.deleteProperty(globalThis, "showOpenFilePicker"));
await page.goto("/library");
await page.getByRole("banner").getByRole("button", { name: "Upload" }).click();
const dialog = page.getByRole("dialog", { name: "Upload" });
const input = dialog.getByLabel("Files to upload");
await input.evaluate((element) =>
  element.addEventListener("change", (event) => event.stopPropagation(), true),
);
await input.setInputFiles(file);
const put = await timed(() =>
  input.evaluate(async (element, url) => {
    const chosen = element instanceof HTMLInputElement ? element.files?.[0] : undefined;
    if (!chosen) throw new Error("There is no file.");
    await fetch(url, { method: "PUT", body: chosen });
  }, `${bare.url}/baseline`),
);
await page.keyboard.press("Escape");

await page.getByRole("banner").getByRole("button", { name: "Upload" }).click();
await dialog.getByLabel("Files to upload").setInputFiles(file);
await dialog.getByRole("button", { name: "None" }).click();
const insist = dialog.getByRole("button", { name: "Upload anyway" });
const start = dialog.getByRole("button", { name: "Upload 1 file" });
await insist
  .or(start.and(page.locator(":enabled")))
  .first()
  .waitFor();
if (await insist.isVisible()) await insist.click();
const ours = await timed(async () => {
  await start.click();
  const dock = page.getByRole("region", { name: "Uploads" });
  await dock
    .getByText(/^(Sent|Ready|Failed|Waiting for)|could not be read|not recognised/i)
    .first()
    .waitFor({
      timeout: 300_000,
    });
});
reportComparison({
  what: `${sizeBytes / 1024 / 1024} MiB from Chromium`,
  unit: "MB/s",
  ours: sizeBytes / 1e3 / ours.ms,
  baseline: { name: "fetch PUT, same page", value: sizeBytes / 1e3 / put.ms },
});
await close();
await bare.stop();
await clear();
