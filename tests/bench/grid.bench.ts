// How soon after its last byte a file that somebody else sends has its poster in the grid that is looked at: to the
// pixel, where playable.bench.ts stops at the engine's answer.
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { startBenchBrowser } from "#tests/support/bench/browser.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportFigure } from "#tests/support/bench/report.ts";
import { readTelestreamCredentials, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { put } from "#tests/support/upload-client.ts";

const rounds = 15;
/** 41 MB in no time at all is what no line does: at a gigabit a second it takes this long. */
const lineMs = 330;
/** The filmstrip of the round before, and the list that is read again for it, are not this one's. */
const restMs = 1_200;
const { app, openPage, close } = await startBenchBrowser();
const caller = new TelestreamCaller(await readTelestreamCredentials(app.dataDir));
const clip = await readFile(makeBenchClip({ seconds: 60, height: 1080 }));
const page = await openPage();
await page.goto("/library", { waitUntil: "networkidle" });

const waits: number[] = [];
for (let round = 0; round < rounds; round++) {
  const title = `clip-${round}.mp4`;
  const shown = page.waitForFunction(posterShownAt, title, { polling: "raf", timeout: 30_000 });
  const lastByteAt = await upload(title);
  waits.push(Number(await (await shown).jsonValue()) - lastByteAt);
  await delay(restMs);
}
console.log(`  ${waits.map((ms) => Math.round(ms)).join(", ")} ms`);
reportFigure("poster in the grid, median", median(waits), "ms", { atMost: 150 });
await close();

/** In the page: when the card of this title was first seen with its picture, by the clock of the day; else nothing. */
function posterShownAt(title: string): number | undefined {
  const cards = [...document.querySelectorAll("li[data-index]")];
  const picture = cards.find((card) => card.textContent?.includes(title))?.querySelector("img");
  return picture?.complete && picture.naturalWidth > 0
    ? performance.timeOrigin + performance.now()
    : undefined;
}

/** Answers when the last byte was acknowledged, by the clock of the day. */
async function upload(title: string): Promise<number> {
  const session = await caller.openUpload(title, clip.length, "none");
  for (let part = 0; part < session.parts; part++) {
    await delay(lineMs / session.parts);
    const bytes = clip.subarray(part * session.part_size, (part + 1) * session.part_size);
    const answer = await put(session.location, { "x-part": part }, bytes);
    if (answer.status !== 200) throw new Error(`Part ${part} answered ${answer.status}: ${answer.text}`);
    if (answer.text !== "") return performance.timeOrigin + performance.now();
  }
  throw new Error("The last part did not answer with the video.");
}
