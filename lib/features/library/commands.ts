import "server-only";
import { and, inArray, isNotNull, isNull } from "drizzle-orm";
import { openAccount } from "#lib/accounts/accounts.ts";
import { inWords } from "#lib/accounts/in-words.ts";
import { applyAssets } from "#lib/asset-index/apply-assets.ts";
import { repairAsset } from "#lib/asset-index/repair-asset.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { publishLive } from "#lib/live/publish.ts";
import { enqueue } from "#lib/queue/enqueue.ts";
import { getAssetRow } from "./get-asset.ts";
import { removeAsset } from "./jobs/remove-asset.ts";

/** Actions run one after another in a browser: none may hold up the next for long. */
const callTimeoutMs = 5_000;

/**
 * Takes assets out of the library at once and deletes each at its provider by a job; one that its provider
 * will not delete comes back with the reason. Answers how many were taken.
 */
export async function deleteAssets(
  viewer: Viewer,
  assetIds: readonly string[],
): Promise<{ accepted: number }> {
  const taken = await db()
    .update(assets)
    .set({ removingAt: new Date() })
    .where(and(inArray(assets.assetId, [...assetIds]), isNull(assets.removingAt)))
    .returning({ assetId: assets.assetId, title: assets.title, connectionId: assets.connectionId });
  for (const { assetId, title, connectionId } of taken) {
    await recordAudit(viewer, { action: "asset.delete", subject: title, connectionId, detail: { assetId } });
    await enqueue(removeAsset, { assetId });
  }
  if (taken.length > 0) publishLive(taken.map(({ assetId }) => ({ type: "asset-removed", assetId })));
  return { accepted: taken.length };
}

/** Deletions that were promised but whose job was never queued: the process ended in between. For boot. */
export async function resumeDeletions(): Promise<void> {
  const left = await db()
    .select({ assetId: assets.assetId })
    .from(assets)
    .where(isNotNull(assets.removingAt));
  for (const { assetId } of left) await enqueue(removeAsset, { assetId });
}

/** Has the provider make a failed or cancelled rendition again. */
export async function retryRendition(viewer: Viewer, assetId: string, renditionId: string): Promise<void> {
  await changeRendition(viewer, assetId, renditionId, "retry");
}

/** Has the provider stop making a rendition. */
export async function cancelRendition(viewer: Viewer, assetId: string, renditionId: string): Promise<void> {
  await changeRendition(viewer, assetId, renditionId, "cancel");
}

async function changeRendition(
  viewer: Viewer,
  assetId: string,
  renditionId: string,
  change: "retry" | "cancel",
): Promise<void> {
  const row = await getAssetRow(assetId);
  const account = await openAccount(row.connectionId);
  const { transcodes } = account.provider;
  if (!transcodes) throw new DomainError("invalid", `This provider cannot ${change} a rendition.`);
  const options = {
    timeoutMs: callTimeoutMs,
    ...(row.container ? { destinationId: row.container.id } : {}),
  };
  await inWords(() => transcodes[change](renditionId, options));
  await recordAudit(viewer, {
    action: `rendition.${change}`,
    subject: row.title,
    connectionId: row.connectionId,
    detail: { assetId, renditionId },
  });
  await inWords(() => repairAsset(account, row.providerAssetId, { timeoutMs: callTimeoutMs }));
}

/** Has the provider fetch a video from a web address. Answers our id of it. */
export async function importUrl(
  viewer: Viewer,
  input: {
    url: string;
    connectionId: string;
    destinationId?: string | undefined;
    renditionNames?: readonly string[] | undefined;
  },
): Promise<{ assetId: string }> {
  const { connection, provider } = await openAccount(input.connectionId);
  const importing = provider.library?.importUrl;
  if (!importing) throw new DomainError("invalid", `${connection.name} cannot fetch a web address.`);
  const readAt = new Date();
  const asset = await inWords(() =>
    importing(
      {
        url: input.url,
        ...(input.destinationId ? { destinationId: input.destinationId } : {}),
        ...(input.renditionNames ? { renditionNames: input.renditionNames } : {}),
      },
      { timeoutMs: callTimeoutMs },
    ),
  );
  const ids = await applyAssets(input.connectionId, [asset], { readAt });
  await recordAudit(viewer, {
    action: "asset.import",
    subject: asset.title,
    connectionId: input.connectionId,
    // Without query and credentials: a signed address is a secret.
    detail: { host: new URL(input.url).host },
  });
  const assetId = ids.get(asset.providerAssetId);
  if (!assetId) throw new DomainError("conflict", "The video was deleted while it was being added.");
  return { assetId };
}

/** Has a provider that can (our engine) make its sample clips. Answers how many will appear. */
export async function addSampleVideos(viewer: Viewer, connectionId: string): Promise<{ count: number }> {
  const { connection, provider } = await openAccount(connectionId);
  const { samples } = provider;
  if (!samples) throw new DomainError("invalid", `${connection.name} has no sample videos.`);
  const readAt = new Date();
  const made = await inWords(() => samples.add({ timeoutMs: callTimeoutMs }));
  await applyAssets(connectionId, made, { readAt });
  await recordAudit(viewer, {
    action: "asset.samples",
    subject: connection.name,
    connectionId,
    detail: { count: made.length },
  });
  return { count: made.length };
}
