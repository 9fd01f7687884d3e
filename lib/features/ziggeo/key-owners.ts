import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { readInWords } from "#lib/accounts/in-words.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isNotFound } from "#lib/providers/errors.ts";
import type { WireVideo } from "#lib/providers/ziggeo/wire.ts";
import { callTimeoutMs, type OpenVideo, openVideo } from "./open-ziggeo.ts";
import type { KeyOwner, KeyOwnersInput } from "./schema/details.ts";
import { nameOf } from "./to-details.ts";

const options = { timeoutMs: callTimeoutMs };

/** Which of some keys another video of the application has. */
export async function findKeyOwners(
  _viewer: Viewer,
  { assetId, key: keys }: KeyOwnersInput,
): Promise<KeyOwner[]> {
  const video = await openVideo(assetId);
  const owners = await readOwners(video, keys);
  if (owners.length === 0) return [];
  const known = await db()
    .select({ assetId: assets.assetId, token: assets.providerAssetId })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, video.connection.connectionId),
        inArray(
          assets.providerAssetId,
          owners.map(({ token }) => token),
        ),
        isNull(assets.removingAt),
      ),
    );
  const idOf = new Map(known.map(({ token, assetId: id }) => [token, id]));
  return owners.map((owner) => ({
    key: owner.key ?? "",
    title: nameOf(owner),
    assetId: idOf.get(owner.token) ?? null,
  }));
}

/** Throws `DomainError` with the words for the form's field. */
export async function refuseTakenKey(video: OpenVideo, key: string | undefined): Promise<void> {
  if (!key) return;
  const [owner] = (await readOwners(video, [key])).filter(({ token }) => token !== video.videoToken);
  if (!owner) return;
  const message = `“${nameOf(owner)}” has the key “${key}” already.`;
  throw new DomainError("conflict", message, { fields: { "after.key": message } });
}

/** A key with a comma cannot stand in the list of a bulk call. */
function readOwners({ client }: OpenVideo, keys: readonly string[]): Promise<WireVideo[]> {
  const [alone, together] = [keys.filter(hasComma), keys.filter((key) => !hasComma(key))];
  return readInWords(async () => {
    const found = await Promise.all([
      together.length > 0
        ? client.videos.getBulk(
            together.map((key) => `_${key}`),
            options,
          )
        : [],
      ...alone.map(async (key): Promise<WireVideo[]> => {
        try {
          return [await client.videos.get(`_${key}`, options)];
        } catch (error) {
          if (isNotFound(error)) return [];
          throw error;
        }
      }),
    ]);
    return found.flat();
  });
}

const hasComma = (key: string) => key.includes(",");
