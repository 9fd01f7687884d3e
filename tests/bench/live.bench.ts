// From a change in the engine to the pixel that shows it: progress of real encodes on the page of tasks.
import { readFile } from "node:fs/promises";
import { startBenchBrowser } from "#tests/support/bench/browser.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { percentile, reportFigure } from "#tests/support/bench/report.ts";
import { readTelestreamCredentials, sendPart, TelestreamCaller } from "#tests/support/telestream-caller.ts";
import { until } from "#tests/support/until.ts";

const wanted = 60;
const { app, openPage, close } = await startBenchBrowser();
const caller = new TelestreamCaller(await readTelestreamCredentials(app.dataDir));
const page = await openPage();

/** Keeps when each state left the engine (`changedAtMs` of its message) and when a bar first showed it. */
await page.addInitScript(() => {
  const left = new Map<string, number>();
  const delays: number[] = [];
  Object.assign(globalThis, { pixelDelays: delays });
  const Native = globalThis.EventSource;
  globalThis.EventSource = class extends Native {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init);
      this.addEventListener("message", ({ data }) => {
        for (const message of [JSON.parse(data)].flat()) {
          if (message.type !== "rendition" || message.status !== "encoding") continue;
          left.set(String(message.progressPercent), message.changedAtMs);
        }
      });
    }
  };
  const look = (bar: Element) => {
    const percent = bar.getAttribute("aria-valuenow") ?? "";
    const changedAt = left.get(percent);
    if (changedAt === undefined) return;
    left.delete(percent);
    // The frame after the one that is being prepared is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => delays.push(Date.now() - changedAt)));
  };
  new MutationObserver((records) => {
    for (const { target } of records) if (target instanceof Element) look(target);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-valuenow"] });
});
await page.goto("/tasks");

// Long enough for ten changes of each encode: progress is told once a second.
const clip = await readFile(makeBenchClip({ seconds: 60, height: 1080 }));
const readDelays = () => page.evaluate((): number[] => Reflect.get(globalThis, "pixelDelays") ?? []);
for (let round = 0; (await readDelays()).length < wanted && round < 6; round++) {
  const session = await caller.openUpload(`live ${round}.mp4`, clip.length, "h264");
  for (let part = 0; part < session.parts; part++) {
    await sendPart(session, part, clip.subarray(part * session.part_size, (part + 1) * session.part_size));
  }
  const before = (await readDelays()).length;
  await until("the bars to move", async () => (await readDelays()).length >= before + 10, {
    withinMs: 120_000,
  });
}
const delays = await readDelays();
console.log(`  ${delays.length} changes seen`);
reportFigure("engine's change to pixel, p50", percentile(delays, 0.5), "ms");
reportFigure("engine's change to pixel, p95", percentile(delays, 0.95), "ms", { atMost: 250 });
await close();
