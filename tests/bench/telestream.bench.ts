// What Telestream's protocol costs: signatures by the second, 10,000 encodings listed beside the SQL behind them, and
// the renditions of one video in one pass beside as many ffmpeg commands.
import { execFile } from "node:child_process";
import { link, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { NewRendition, TranscodeSettings } from "#lib/engine/library/types.ts";
import { buildPassArgs } from "#lib/engine/media/transcode-args.ts";
import { telestreamClient } from "#lib/providers/telestream/client.ts";
import { signatureFits, signedParameters, toPairs } from "#lib/providers/telestream/signature.ts";
import { makeBenchClip } from "#tests/support/bench/clip.ts";
import { median, reportComparison, reportFigure, timed } from "#tests/support/bench/report.ts";
import { makeWorkplace } from "#tests/support/bench/workplace.ts";
import { startTestEngine } from "#tests/support/engine.ts";
import { finishedRenditions } from "#tests/support/import-clip.ts";
import { hlsVariant, newRendition } from "#tests/support/transcode-settings.ts";

const encodingCount = 10_000;
const { folder, clear } = await makeWorkplace();
const running = await startTestEngine({ dataDir: folder });
const { engine } = running;
const { baseUrl, accessKey, secretKey, factoryId } = running.credentials.telestream;

signatures();
await renditions();
await listing();
await running.close();
await clear();

function signatures(): void {
  const parameters = { status: "success", page: "2", per_page: "20", video_id: "a".repeat(32) };
  const request = { method: "GET", host: "127.0.0.1:4102", path: "/encodings.json", parameters };
  const key = { accessKey, secretKey, factoryId };
  const now = new Date();
  reportFigure(
    "signed",
    perSecond(() => signedParameters(key, request, now)),
    "a second",
    { atLeast: 20_000 },
  );
  const { signature = "", ...signed } = signedParameters(key, request, now);
  const pairs = toPairs(signed);
  reportFigure(
    "verified",
    perSecond(() => signatureFits(secretKey, request, pairs, signature)),
    "a second",
  );
}

function perSecond(work: () => unknown): number {
  for (let warm = 0; warm < 5_000; warm++) work();
  const count = 50_000;
  const startedAt = performance.now();
  for (let turn = 0; turn < count; turn++) work();
  return count / ((performance.now() - startedAt) / 1000);
}

async function renditions(): Promise<void> {
  const wanted: NewRendition[] = [
    newRendition("h264", { width: 640, height: 480, aspectMode: "constrain", videoBitrateKbps: 500 }),
    hlsVariant("hls.240p", 240),
    hlsVariant("hls.360p", 360),
    hlsVariant("hls.480p", 480),
    hlsVariant("hls.720p", 720),
  ];
  const created = { account: engine.accounts.telestream, title: "clip", originalFilename: "clip.mp4" };
  const { assetId } = await engine.library.createAsset(created);
  const sourceKey = engine.storage.newKey("clip.mp4");
  await engine.storage.write(sourceKey, await readFile(makeBenchClip({ seconds: 10, height: 1080 })));
  const asset = await engine.library.importSource(assetId, { sourceKey, renditions: [] });
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 3; round++) {
    bare.push((await timed(() => encodeOneByOne(round, wanted))).ms);
    ours.push(
      (
        await timed(async () => {
          await engine.library.addRenditions(
            asset.assetId,
            wanted.map((one) => ({ ...one, path: `${one.path}-${round}` })),
          );
          await finishedRenditions(running, asset.assetId);
        })
      ).ms,
    );
  }
  reportComparison({
    what: `${wanted.length} renditions of one video`,
    unit: "ms",
    ours: median(ours),
    baseline: { name: `${wanted.length} ffmpeg commands`, value: median(bare) },
    goal: { atMost: 0.65 },
  });

  async function encodeOneByOne(
    round: number,
    all: readonly { settings: TranscodeSettings }[],
  ): Promise<void> {
    if (!asset.facts) throw new Error("The clip was not imported.");
    const { ffmpeg, encoders } = engine.media.toolchain;
    for (const [index, { settings }] of all.entries()) {
      const cwd = path.join(folder, `bare-${round}-${index}`);
      await mkdir(cwd);
      await link(engine.storage.pathOf(sourceKey), path.join(cwd, "source"));
      const file = settings.container === "hls" ? "media.m3u8" : "media.mp4";
      const args = buildPassArgs({ file: "source", facts: asset.facts }, [{ settings, file }], encoders);
      await promisify(execFile)(ffmpeg, ["-v", "warning", "-y", ...args], { cwd });
    }
  }
}

async function listing(): Promise<void> {
  const { accountId } = engine.accounts.telestream;
  await engine.db.query(
    `INSERT INTO asset (asset_id, account_id, container_id, title, original_filename, extname, status, created_at, updated_at)
      SELECT md5('v' || n), $1, $2, 'v', 'v.mp4', '.mp4', 'success', now(), now() FROM generate_series(1, $3::int / 5) n`,
    [accountId, factoryId, encodingCount],
  );
  await engine.db.query(
    `INSERT INTO rendition (rendition_id, asset_id, account_id, container_id, profile_id, profile_name, extname, path,
        status, progress_percent, settings, files, facts, queued_at, started_at, finished_at, created_at, updated_at)
      SELECT md5('e' || n), md5('v' || (1 + n % ($3::int / 5))), $1, $2, 'p', 'h264', '.mp4', md5('e' || n), 'success', 100,
        (SELECT settings FROM rendition LIMIT 1), (SELECT files FROM rendition WHERE files <> '[]' LIMIT 1),
        (SELECT facts FROM rendition WHERE facts IS NOT NULL LIMIT 1), now(), now(), now(), now() - n * interval '1 second', now()
      FROM generate_series(1, $3::int) n`,
    [accountId, factoryId, encodingCount],
  );
  await engine.db.query("ANALYZE");
  const account = {
    provider: "telestream" as const,
    baseUrl,
    fields: { accessKey, secretKey, factoryId },
    isLocal: true,
  };
  const client = telestreamClient(account);
  const pages = Array.from({ length: encodingCount / 100 }, (_unused, index) => index + 1);
  const bySql = async () => {
    for (const page of pages) {
      const where = "account_id = $1 AND container_id = $2";
      await engine.db.query(
        `SELECT * FROM rendition WHERE ${where} ORDER BY created_at DESC, sequence DESC LIMIT 100 OFFSET $3`,
        [accountId, factoryId, (page - 1) * 100],
      );
      await engine.db.query(`SELECT count(*) FROM rendition WHERE ${where}`, [accountId, factoryId]);
    }
  };
  const byClient = async () => {
    for (const page of pages) await client.encodings.page(factoryId, { page, per_page: 100 });
  };
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 3; round++) {
    bare.push((await timed(bySql)).ms);
    ours.push((await timed(byClient)).ms);
  }
  reportComparison({
    what: `${encodingCount.toLocaleString("en")} encodings listed`,
    unit: "ms",
    ours: median(ours),
    baseline: { name: "the SQL behind them", value: median(bare) },
    goal: { atMost: 1.5 },
  });
}
