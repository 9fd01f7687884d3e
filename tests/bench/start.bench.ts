// How long until the product answers: the first start on an empty data directory, and the next ones.
import path from "node:path";
import { startApp } from "#tests/support/app.ts";
import { median, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";

const rounds = 3;
const { folder, clear } = await makeWorkplace();
const dataDir = path.join(folder, "data");

const startAndStop = async () => {
  const { result: app, ms } = await timed(() => startApp({ dataDir }));
  await app.stop();
  return ms / 1000;
};
const first = await startAndStop();
const later: number[] = [];
for (let round = 0; round < rounds; round++) later.push(await startAndStop());
reportFigure("first start, installed and built", first, "s");
reportFigure("next start", median(later), "s", { atMost: 5 });
await clear();
