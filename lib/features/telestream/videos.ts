import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { openAccount } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callTimeoutMs, openTelestream } from "./open-telestream.ts";
import type { EncodeAgainInput, VideoExtras } from "./schema/video.ts";

const options = { timeoutMs: callTimeoutMs };

/** What only Telestream says of a video: its file's metadata, and the profiles that it can be made with. */
export async function getVideoExtras(_viewer: Viewer, assetId: string): Promise<VideoExtras> {
  const { connectionId, providerAssetId, factoryId } = await findVideo(assetId);
  const { client } = await openTelestream(connectionId);
  const [video, metadata, profiles] = await Promise.all([
    readInWords(() => client.videos.get(factoryId, providerAssetId, options)),
    readInWords(() => client.videos.metadata(factoryId, providerAssetId, options)),
    readInWords(() => client.profiles.list(factoryId, { per_page: 100 }, options)),
  ]);
  return {
    factoryId,
    metadata: Object.entries(metadata)
      .map(([name, value]) => ({
        name,
        value: typeof value === "object" ? JSON.stringify(value) : String(value),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
    rawMetadata: metadata,
    profiles: profiles.map(({ id, name, title }) => ({ profileId: id, name, title: title ?? null })),
    payload: video.payload ?? null,
    path: video.path ?? null,
  };
}

/** Makes a video again with other profiles, one after another. Answers how many encodings were begun. */
export async function encodeAgain(
  viewer: Viewer,
  { assetId, profileNames }: EncodeAgainInput,
): Promise<{ begun: number }> {
  const { connectionId, providerAssetId, factoryId, title } = await findVideo(assetId);
  const { client } = await openTelestream(connectionId);
  let begun = 0;
  try {
    for (const profile_name of profileNames) {
      await inWords(() =>
        client.encodings.create(factoryId, { video_id: providerAssetId, profile_name }, options),
      );
      begun += 1;
    }
  } finally {
    if (begun > 0) {
      const detail = { assetId, profiles: profileNames.slice(0, begun).join(", ") };
      await recordAudit(viewer, { action: "video.encode", subject: title, connectionId, detail });
      await repair(connectionId, providerAssetId);
    }
  }
  return { begun };
}

/** Deletes the stored source alone: what was made of it stays and plays. */
export async function deleteSource(viewer: Viewer, assetId: string): Promise<void> {
  const { connectionId, providerAssetId, factoryId, title } = await findVideo(assetId);
  const { client } = await openTelestream(connectionId);
  await inWords(() => client.videos.removeSource(factoryId, providerAssetId, options));
  await recordAudit(viewer, {
    action: "video.delete-source",
    subject: title,
    connectionId,
    detail: { assetId },
  });
  await repair(connectionId, providerAssetId);
}

async function repair(connectionId: string, providerAssetId: string): Promise<void> {
  const account = await openAccount(connectionId);
  await inWords(() => repairAsset(account, providerAssetId, options));
}

async function findVideo(assetId: string) {
  const [row] = await db()
    .select({
      connectionId: assets.connectionId,
      providerAssetId: assets.providerAssetId,
      provider: assets.provider,
      title: assets.title,
      container: assets.container,
    })
    .from(assets)
    .where(and(eq(assets.assetId, assetId), isNull(assets.removingAt)));
  if (!row) throw new DomainError("not_found", "That video no longer exists.");
  const factoryId = row.container?.id;
  if (row.provider !== "telestream" || !factoryId) {
    throw new DomainError("invalid", "This video is not at Telestream Cloud Flip.");
  }
  return { ...row, factoryId };
}
