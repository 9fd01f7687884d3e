import { randomUUID } from "node:crypto";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import type { EngineAsset, EngineRendition, NewRendition } from "#lib/engine/library/types.ts";
import type { TestEngine } from "./engine.ts";
import { until } from "./until.ts";

/** Puts a file into the engine the way an upload does, under the Telestream account. */
export async function importFile(
  { engine, dataDir, credentials }: TestEngine,
  file: string,
  renditions: readonly NewRendition[] = [],
  name = path.basename(file),
): Promise<EngineAsset> {
  const created = await engine.library.createAsset({
    account: engine.accounts.telestream,
    // One that is there: what lies in a factory that is gone goes at the next start.
    containerId: credentials.telestream.factoryId,
    title: name,
    originalFilename: name,
  });
  const sourceKey = engine.storage.newKey(name);
  const aside = path.join(dataDir, `${randomUUID()}.part`);
  await copyFile(file, aside);
  await engine.storage.adopt(aside, sourceKey);
  return engine.library.importSource(created.assetId, { sourceKey, renditions });
}

export async function readRenditions({ engine }: TestEngine, assetId: string): Promise<EngineRendition[]> {
  const page = await engine.library.listRenditions(engine.accounts.telestream, {
    assetId,
    offset: 0,
    limit: 100,
  });
  return page.items;
}

/** By profile name, once each has ended one way or the other. */
export async function finishedRenditions(
  engine: TestEngine,
  assetId: string,
): Promise<Record<string, EngineRendition>> {
  const items = await until(
    "all renditions to end",
    async () => {
      const read = await readRenditions(engine, assetId);
      return read.every((item) => item.status !== "queued" && item.status !== "encoding") && read;
    },
    { withinMs: 120_000 },
  );
  return Object.fromEntries(items.map((item) => [item.profileName, item]));
}

/** The asset's one rendition, once it satisfies the condition. */
export function renditionThat(
  engine: TestEngine,
  assetId: string,
  what: string,
  condition: (rendition: EngineRendition) => boolean,
): Promise<EngineRendition> {
  return until(`a rendition ${what}`, async () => (await readRenditions(engine, assetId)).find(condition), {
    withinMs: 60_000,
    everyMs: 10,
  });
}
