import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WireFactory } from "#lib/providers/telestream/wire.ts";
import { callTimeoutMs, type OpenTelestream, openTelestream } from "./open-telestream.ts";
import type {
  CreateFactoryInput,
  FactorySummary,
  Notifications,
  SaveFactoryInput,
  SaveNotificationsInput,
} from "./schema/factory.ts";
import type { FactoryInput } from "./schema/identity.ts";
import { toIsoDate } from "./wire-date.ts";

const options = { timeoutMs: callTimeoutMs };

/** The account's factories as the service has them; the one its connection is limited to, when it is. */
export async function listFactories(_viewer: Viewer, connectionId: string): Promise<FactorySummary[]> {
  const open = await openTelestream(connectionId);
  const [found, counts] = await Promise.all([
    readInWords(() => open.client.factories.list(options)),
    countVideos(connectionId),
  ]);
  const { factoryId } = open.account.fields;
  return found
    .filter(({ id }) => open.account.isLocal || !factoryId || id === factoryId)
    .map((factory) => toSummary(open, factory, counts.get(factory.id) ?? 0));
}

/** Factories that videos of the index are in, by name: what a board can be narrowed to without asking anybody. */
export async function listKnownFactories(
  _viewer: Viewer,
  connectionId: string,
): Promise<{ factoryId: string; name: string }[]> {
  const rows = await db()
    .selectDistinct({ container: assets.container })
    .from(assets)
    .where(and(eq(assets.connectionId, connectionId), isNull(assets.removingAt)));
  return rows
    .flatMap(({ container }) => (container ? [{ factoryId: container.id, name: container.name }] : []))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

export async function getFactory(_viewer: Viewer, { connectionId, factoryId }: FactoryInput) {
  const open = await openTelestream(connectionId);
  const [factory, counts] = await Promise.all([
    readInWords(() => open.client.factories.get(factoryId, options)),
    countVideos(connectionId),
  ]);
  return toSummary(open, factory, counts.get(factoryId) ?? 0);
}

/** Who hears of the factory's work. */
export async function getNotifications(
  _viewer: Viewer,
  { connectionId, factoryId }: FactoryInput,
): Promise<Notifications> {
  const { client } = await openTelestream(connectionId);
  const { url, delay, send_video_payload, events } = await readInWords(() =>
    client.notifications.get(factoryId, options),
  );
  return {
    url: url ?? "",
    delaySeconds: delay ?? 0,
    sendsPayload: send_video_payload ?? false,
    events: {
      video_created: events?.video_created ?? false,
      video_encoded: events?.video_encoded ?? false,
      encoding_progress: events?.encoding_progress ?? false,
      encoding_completed: events?.encoding_completed ?? false,
    },
  };
}

export interface FactoryVideo {
  readonly assetId: string;
  readonly title: string;
  readonly posterUrl: string | null;
  readonly durationMs: number | null;
  readonly status: (typeof assets.$inferSelect)["status"];
}

/** The newest of a factory's videos, from the index. */
export async function listFactoryVideos(
  _viewer: Viewer,
  { connectionId, factoryId }: FactoryInput,
  limit = 12,
): Promise<FactoryVideo[]> {
  const { connection } = await openTelestream(connectionId);
  const rows = await db()
    .select({
      assetId: assets.assetId,
      title: assets.title,
      posterUrl: assets.posterUrl,
      durationMs: assets.durationMs,
      status: assets.status,
    })
    .from(assets)
    .where(
      and(
        eq(assets.connectionId, connectionId),
        isNull(assets.removingAt),
        sql`${assets.container} ->> 'id' = ${factoryId}`,
      ),
    )
    .orderBy(desc(assets.createdAt), desc(assets.assetId))
    .limit(limit);
  return rows.map((row) => ({ ...row, posterUrl: toBrowserUrl(connection, row.posterUrl) }));
}

export async function createFactory(
  viewer: Viewer,
  { connectionId, name, bucket }: CreateFactoryInput,
): Promise<{ factoryId: string }> {
  const { client } = await openTelestream(connectionId);
  const made = await inWords(() =>
    client.factories.create({ name, ...(bucket && { s3_videos_bucket: bucket }) }, options),
  );
  await audit(viewer, "factory.create", connectionId, made.id, name);
  return { factoryId: made.id };
}

export async function saveFactory(viewer: Viewer, input: SaveFactoryInput): Promise<void> {
  const { client } = await openTelestream(input.connectionId);
  const changes = {
    name: input.name,
    s3_videos_bucket: input.bucket,
    s3_private_access: input.isPrivate,
    upload_original_video: input.keepsOriginal,
  };
  await inWords(() => client.factories.update(input.factoryId, changes, options));
  await audit(viewer, "factory.save", input.connectionId, input.factoryId, input.name);
}

/** With everything in it: the service takes the videos along. */
export async function removeFactory(
  viewer: Viewer,
  { connectionId, factoryId }: FactoryInput,
): Promise<void> {
  const { client } = await openTelestream(connectionId);
  const { name } = await readInWords(() => client.factories.get(factoryId, options));
  await inWords(() => client.factories.remove(factoryId, options));
  await audit(viewer, "factory.delete", connectionId, factoryId, name);
}

export async function saveNotifications(viewer: Viewer, input: SaveNotificationsInput): Promise<void> {
  const { client } = await openTelestream(input.connectionId);
  await inWords(() =>
    client.notifications.update(
      input.factoryId,
      {
        url: input.url,
        delay: input.delaySeconds,
        send_video_payload: input.sendsPayload,
        events: input.events,
      },
      options,
    ),
  );
  await audit(viewer, "factory.notifications", input.connectionId, input.factoryId, hostOf(input.url));
}

/** Addresses may carry a secret of their own: the host is all that is kept of one. */
const hostOf = (url: string): string => URL.parse(url)?.host ?? "nobody";

const audit = (viewer: Viewer, action: string, connectionId: string, factoryId: string, subject: string) =>
  recordAudit(viewer, { action, subject, connectionId, detail: { factoryId } });

async function countVideos(connectionId: string): Promise<ReadonlyMap<string, number>> {
  const factoryId = sql<string>`${assets.container} ->> 'id'`;
  const rows = await db()
    .select({ factoryId, total: sql<number>`count(*)`.mapWith(Number) })
    .from(assets)
    .where(and(eq(assets.connectionId, connectionId), isNull(assets.removingAt)))
    .groupBy(factoryId);
  return new Map(rows.map(({ factoryId: id, total }) => [id, total]));
}

function toSummary({ connection }: OpenTelestream, factory: WireFactory, videoCount: number): FactorySummary {
  return {
    factoryId: factory.id,
    name: factory.name,
    bucket: factory.s3_videos_bucket ?? "",
    isPrivate: factory.s3_private_access ?? false,
    keepsOriginal: factory.upload_original_video ?? false,
    url: toBrowserUrl(connection, factory.url ?? null),
    maxSizeBytes: factory.reelyard?.max_file_size ?? null,
    createdAt: toIsoDate(factory.created_at),
    updatedAt: toIsoDate(factory.updated_at),
    videoCount,
  };
}
