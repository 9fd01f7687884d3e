import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { getConnectionRow, toAccount } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { toFailure } from "#lib/auth/refusal.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { ziggeoClient } from "#lib/providers/ziggeo/client.ts";
import { refuseTakenKey } from "./key-owners.ts";
import { callTimeoutMs, openVideo, readAgain } from "./open-ziggeo.ts";
import {
  type ChangeDetailsInput,
  type ChangedRow,
  type ChangeManyInput,
  type DetailName,
  type DetailRow,
  detailNames,
  detailWords,
  isSameDetail,
  type VideoDetails,
} from "./schema/details.ts";
import { nameOf, toArguments, toDetails } from "./to-details.ts";

const options = { timeoutMs: callTimeoutMs };

export async function getDetails(_viewer: Viewer, assetId: string): Promise<VideoDetails> {
  const { client, videoToken } = await openVideo(assetId);
  return toDetails(await readInWords(() => client.videos.get(videoToken, options)));
}

/** The details of a selection, in its order; what is another provider's or gone is left out. */
export async function listDetails(_viewer: Viewer, assetIds: readonly string[]): Promise<DetailRow[]> {
  const rows = await db()
    .select({ assetId: assets.assetId, token: assets.providerAssetId, connectionId: assets.connectionId })
    .from(assets)
    .where(
      and(inArray(assets.assetId, [...assetIds]), eq(assets.provider, "ziggeo"), isNull(assets.removingAt)),
    );
  const perConnection = Map.groupBy(rows, ({ connectionId }) => connectionId);
  const read = await Promise.all(
    [...perConnection].map(async ([connectionId, own]) => {
      const client = ziggeoClient(await toAccount(await getConnectionRow(connectionId)));
      const idOf = new Map(own.map(({ token, assetId }) => [token, assetId]));
      const videos = await readInWords(() => client.videos.getBulk([...idOf.keys()], options));
      return videos.flatMap((video) => {
        const assetId = idOf.get(video.token);
        return assetId ? [{ assetId, connectionId, name: nameOf(video), details: toDetails(video) }] : [];
      });
    }),
  );
  const found = new Map(read.flat().map((row) => [row.assetId, row]));
  return assetIds.flatMap((assetId) => found.get(assetId) ?? []);
}

/** Changes what is named, unless somebody else changed it since it was looked at. */
export async function changeDetails(
  viewer: Viewer,
  { assetId, before, after }: ChangeDetailsInput,
): Promise<VideoDetails> {
  const video = await openVideo(assetId);
  const { client, videoToken } = video;
  const current = toDetails(await readInWords(() => client.videos.get(videoToken, options)));
  const names = detailNames.filter((name) => after[name] !== undefined);
  const moved = names.filter((name) => !isSameDetail(current[name], before[name]));
  if (moved.length > 0) throw changedMeanwhile(moved, current);
  await refuseTakenKey(video, after.key);
  const updated = await inWords(() => client.videos.update(videoToken, toArguments(after), options)).catch(
    async (error: unknown) => {
      // Somebody may have taken the key in between: the form then shows it at the key.
      await refuseTakenKey(video, after.key);
      throw error;
    },
  );
  await recordAudit(viewer, {
    action: "video.edit",
    subject: video.title,
    connectionId: video.connection.connectionId,
    detail: { assetId, changed: names.join(", ") },
  });
  await readAgain(video);
  return toDetails(updated);
}

/** Each by itself: one that is refused does not keep the others from it. */
export async function changeMany(viewer: Viewer, { changes }: ChangeManyInput): Promise<ChangedRow[]> {
  return Promise.all(
    changes.map(async (change) => {
      try {
        await changeDetails(viewer, change);
        return { assetId: change.assetId, problem: null };
      } catch (error) {
        const failure = toFailure(error);
        if (!failure) throw error;
        return { assetId: change.assetId, problem: failure.message };
      }
    }),
  );
}

function changedMeanwhile(names: readonly DetailName[], current: VideoDetails): DomainError {
  const now = names.map((name) => `${detailWords[name].toLowerCase()} is now ${inShort(current[name])}`);
  return new DomainError(
    "conflict",
    `Changed at Ziggeo since you looked: ${now.join(", ")}. Nothing was written over: save again to have yours.`,
  );
}

function inShort(value: VideoDetails[DetailName]): string {
  if (value === null || value === "") return "empty";
  if (typeof value === "boolean") return value ? "on" : "off";
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}
