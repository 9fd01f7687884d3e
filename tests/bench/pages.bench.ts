// What a browser gets: JavaScript before anything is clicked, smoothness while flinging through 100,000 assets at a
// quarter of the processor's speed, and the first paint while every provider of this machine hangs.
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page, Response } from "@playwright/test";
import { openPostgres } from "#lib/postgres/open-postgres.ts";
import { startBenchBrowser } from "#tests/support/bench/browser.ts";
import { median, reportComparison, reportFigure } from "#tests/support/bench/report.ts";
import { createTestDatabase, testServerUrl } from "#tests/support/postgres.ts";
import { seedLibrary } from "#tests/support/seed-library.ts";

const assetCount = 100_000;
const paints = 8;
const turns = 4;
const flings = 5;

if (!testServerUrl) throw new Error("TEST_DATABASE_URL is not set: run it through `npm run bench`.");
const database = await createTestDatabase(testServerUrl);
const postgres = await openPostgres({
  url: database.url,
  directory: "",
  migrationsFolder: path.resolve("lib/db/migrations"),
});
await seedLibrary(postgres, { count: assetCount });
await postgres.close();
const { app, openPage, close } = await startBenchBrowser({ env: { DATABASE_URL: database.url } });

for (const route of ["/library", "/uploads", "/tasks", "/connections", "/settings"]) {
  reportFigure(`first-load JavaScript of ${route}`, await measureScripts(route), "kB gzip", { atMost: 170 });
}

// A machine that stands still for twelve milliseconds makes a task of fifty here: one fling alone says little.
const flung: Awaited<ReturnType<typeof fling>>[] = [];
for (let round = 0; round < flings; round++) flung.push(await fling());
const screens = flung.map(({ scrolledRows }) => scrolledRows).join(", ");
console.log(
  `  flung past ${screens} screens of ${assetCount.toLocaleString("en")} assets in 10 s, processor at ¼`,
);
console.log(`  tasks over 50 ms: ${flung.map(({ count }) => count).join(", ")}`);
reportFigure("their median", median(flung.map(({ count }) => count)), "", { atMost: 0 });
reportFigure("the longest task", Math.max(...flung.map(({ longestMs }) => longestMs)), "ms");

const engine = await app.findPid("engine");
const usual: number[] = [];
const hung: number[] = [];
// In turns: a machine that is slower for a minute is so for both.
for (let turn = 0; turn < turns; turn++) {
  usual.push(...(await measureFirstPaint()));
  process.kill(engine, "SIGSTOP");
  hung.push(...(await measureFirstPaint()));
  process.kill(engine, "SIGCONT");
}
reportComparison({
  what: "the library's first paint, engine hung",
  unit: "ms",
  ours: median(hung),
  baseline: { name: "engine well", value: median(usual) },
  goal: { atMost: 1.05 },
});

await close();
await database.drop();

async function measureScripts(route: string): Promise<number> {
  const page = await openPage();
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response);
  });
  await page.goto(route, { waitUntil: "load" });
  // What comes later (the upload engine, when the page is idle) is not part of the first load.
  const bodies = await Promise.all([...scripts].map((response) => response.body()));
  const total = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
  await page.context().close();
  return total / 1000;
}

async function fling(): Promise<{ count: number; longestMs: number; scrolledRows: number }> {
  const page = await openPage();
  await page.goto("/library", { waitUntil: "networkidle" });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
    Object.assign(globalThis, { longTasks: tasks });
  });
  await page.mouse.move(720, 450);
  const until = Date.now() + 10_000;
  let screens = 0;
  while (Date.now() < until) {
    await page.mouse.wheel(0, 900);
    screens += 1;
    await delay(40);
  }
  const tasks = await page.evaluate((): number[] => Reflect.get(globalThis, "longTasks") ?? []);
  await page.context().close();
  return { count: tasks.length, longestMs: Math.max(0, ...tasks), scrolledRows: screens };
}

async function measureFirstPaint(): Promise<number[]> {
  const measured: number[] = [];
  for (let round = 0; round < paints + 2; round++) {
    const page = await openPage();
    await page.goto("/library", { waitUntil: "domcontentloaded" });
    measured.push(await firstContentfulPaint(page));
    await page.context().close();
  }
  // The first two warm the server up.
  return measured.slice(2);
}

function firstContentfulPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const paint = list.getEntries().find(({ name }) => name === "first-contentful-paint");
          if (paint) resolve(paint.startTime);
        }).observe({ type: "paint", buffered: true });
      }),
  );
}
