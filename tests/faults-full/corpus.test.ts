import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { clip } from "#tests/support/clips.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { flipBits } from "#tests/support/flip-bits.ts";
import { finishedRenditions, importFile } from "#tests/support/import-clip.ts";
import { decodeAll } from "#tests/support/media-check.ts";
import { findProcessesIn } from "#tests/support/orphans.ts";
import { newRendition } from "#tests/support/transcode-settings.ts";
import { until } from "#tests/support/until.ts";

const kinds = ["plain", "indexLast", "vp9", "mpegTs"] as const;

test("fault 27: two hundred films with flipped bits are encoded into ones that play, or fail in words", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "reelyard-flipped-"));
  const engine = await startTestEngine();
  const outcomes = { success: 0, fail: 0 };
  try {
    for (let seed = 1; seed <= 200; seed++) {
      const source = await clip(kinds[seed % kinds.length] ?? "plain");
      const file = path.join(folder, `flipped-${seed}${path.extname(source)}`);
      await writeFile(file, flipBits(await readFile(source), seed));
      const asset = await importFile(engine, file, [newRendition("h264", { width: 64, height: 36 })]);
      const { h264 } = await finishedRenditions(engine, asset.assetId);
      if (h264?.status === "success") {
        await decodeAll(engine.engine.storage.pathOf(h264.files[0]?.key ?? ""));
        outcomes.success += 1;
      } else {
        expect(h264?.errorMessage, file).toMatch(/\w{3,}/);
        outcomes.fail += 1;
      }
      await rm(file);
    }
    console.info(`fault 27: of 200 flipped films ${outcomes.success} play, ${outcomes.fail} fail in words`);
    expect(outcomes.success).toBeGreaterThan(0);
    await until("no process to be left", async () => (await findProcessesIn(engine.dataDir)).length === 0);
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
});
