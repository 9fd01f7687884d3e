import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import type { NotificationEvent } from "#lib/providers/telestream/wire.ts";
import { toEngineAsset } from "../../db/schema/asset.ts";
import type { Factory } from "../../db/schema/telestream-factory.ts";
import { notifiedTable } from "../../db/schema/telestream-notified.ts";
import type { Delivery } from "../../deliveries/types.ts";
import type { Engine } from "../../engine.ts";
import { readAsset } from "../../library/asset-store.ts";
import { readRenditions } from "../../library/rendition-store.ts";
import type { EngineAsset } from "../../library/types.ts";
import type { FactoryStore } from "./factory-store.ts";
import { type NotificationSettings, retryDelaysMs } from "./notification-settings.ts";
import { videoDetails } from "./video-details.ts";
import { type Notification, toForm, whatToTell } from "./what-to-tell.ts";

export const deliveryKind = "telestream-notification";

/** The settings' name of each event: two of the four differ from the wire's by more than a dash. */
const settingOf = {
  "video-created": "video_created",
  "video-encoded": "video_encoded",
  "encoding-progress": "encoding_progress",
  "encoding-complete": "encoding_completed",
} as const satisfies Record<Notification["event"], NotificationEvent>;

/** Changes of one video come in bursts; this is how long the next look at it waits. */
const pauseMs = 200;
const sweepEveryMs = 30_000;

/**
 * Tells each factory's receiver what happens to its videos. What has been told is a row, changed in the same
 * transaction that stores the deliveries: nothing is told twice by two engines, and nothing is missed by one that
 * died before it had seen the change.
 */
export class Notifier {
  readonly #engine: Engine;
  readonly #factories: FactoryStore;
  readonly #closing = new AbortController();
  #watching: Promise<void> | undefined;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(engine: Engine, factories: FactoryStore) {
    this.#engine = engine;
    this.#factories = factories;
  }

  start(): void {
    this.#watching = this.#watch();
    this.#sweeping = setInterval(() => void this.#sweep(), sweepEveryMs);
    void this.#sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#closing.abort();
    await this.#watching;
  }

  /** Receivers hear of what happens from now on, not of what their factory already had. */
  async beginNow(db: Pick<Database, "execute">, factoryId: string): Promise<void> {
    await db.execute(sql`INSERT INTO telestream_notified (asset_id, told)
      SELECT asset.asset_id, jsonb_build_object(
        'created', true, 'encoded', true, 'progressAt', '{}'::jsonb,
        'finished', coalesce((
          SELECT jsonb_object_agg(rendition_id, (extract(epoch FROM finished_at) * 1000)::bigint)
          FROM rendition WHERE rendition.asset_id = asset.asset_id AND finished_at IS NOT NULL), '{}'::jsonb))
      FROM asset WHERE container_id = ${factoryId} AND status IN ('success', 'fail')
      ON CONFLICT (asset_id) DO UPDATE SET told = excluded.told`);
  }

  /** A notification that nothing has caused, at once and not repeated: for whoever sets the address up. */
  sendTest(factory: Factory, settings: NotificationSettings & { url: string }): Promise<Delivery> {
    const videoId = "0".repeat(32);
    const form = toForm(videoId, { event: "video-created", encodingIds: [] }, "This is a test");
    return this.#engine.deliveries.send({
      ...this.#toDelivery(settings.url, form),
      subject: factory.factoryId,
      event: "test",
      retryDelaysMs: [],
    });
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    const { events, accounts, log } = this.#engine;
    for await (const change of events.watch(accounts.telestream.accountId, signal)) {
      for (const assetId of change.assetIds) {
        await this.#look(assetId).catch((error) =>
          log.error({ err: error, assetId }, "a video's notifications could not be stored"),
        );
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  async #look(assetId: string): Promise<void> {
    const { db, deliveries } = this.#engine;
    const seen = await this.#read(db.db, assetId);
    if (!seen?.isNews) return;
    const isStored = await db.db.transaction(async (tx) => {
      // One engine at a time: the others wait here, and then see what it has told.
      await tx.insert(notifiedTable).values({ assetId, told: nothingYet }).onConflictDoNothing();
      await tx.select().from(notifiedTable).where(eq(notifiedTable.assetId, assetId)).for("update");
      const current = await this.#read(tx, assetId);
      if (!current?.isNews) return false;
      await tx.update(notifiedTable).set({ told: current.told }).where(eq(notifiedTable.assetId, assetId));
      for (const one of current.notifications) await this.#store(tx, current, one);
      return true;
    });
    if (isStored) deliveries.nudge();
  }

  async #read(db: Database, assetId: string) {
    const row = await readAsset(db, assetId);
    if (!row?.containerId) return undefined;
    const settings = await this.#factories.readNotifications(db, row.containerId);
    if (!settings?.url) return undefined;
    const [known] = await db.select().from(notifiedTable).where(eq(notifiedTable.assetId, assetId));
    const news = whatToTell(row, await readRenditions(db, assetId), known?.told, this.#engine.clock.now());
    return {
      ...news,
      asset: toEngineAsset(row),
      settings,
      url: settings.url,
      isNews: news.notifications.length > 0 || !isDeepStrictEqual(news.told, known?.told),
    };
  }

  async #store(
    tx: Database,
    { asset, settings, url }: { asset: EngineAsset; settings: NotificationSettings; url: string },
    notification: Notification,
  ): Promise<void> {
    if (!settings.events[settingOf[notification.event]]) return;
    const payload = settings.sendVideoPayload ? videoDetails.parse(asset.details).payload : undefined;
    await this.#engine.deliveries.send(
      {
        ...this.#toDelivery(url, toForm(asset.assetId, notification, payload)),
        subject: asset.assetId,
        event: notification.event,
        retryDelaysMs: retryDelaysMs(settings),
        notBefore: new Date(this.#engine.clock.now().getTime() + settings.delaySeconds * 1000),
      },
      tx,
    );
  }

  #toDelivery(url: string, form: URLSearchParams) {
    return {
      account: this.#engine.accounts.telestream,
      kind: deliveryKind,
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: Buffer.from(form.toString()),
    };
  }

  /** What changed while nobody watched: a process that died, a NOTIFY that was lost. */
  async #sweep(): Promise<void> {
    const { db, log } = this.#engine;
    try {
      const rows = await db.query<{ asset_id: string }>(missedSql);
      for (const row of rows) {
        if (this.#closing.signal.aborted) return;
        await this.#look(row.asset_id);
      }
    } catch (error) {
      if (!this.#closing.signal.aborted) log.error({ err: error }, "looking for missed notifications failed");
    }
  }
}

const nothingYet = { created: false, encoded: false, finished: {}, progressAt: {} };

const missedSql = `SELECT asset.asset_id FROM telestream_factory factory
  JOIN asset ON asset.container_id = factory.factory_id AND asset.status IN ('success', 'fail')
  LEFT JOIN telestream_notified notified ON notified.asset_id = asset.asset_id
  WHERE factory.notifications ->> 'url' IS NOT NULL AND (notified.asset_id IS NULL OR EXISTS (
    SELECT 1 FROM rendition WHERE rendition.asset_id = asset.asset_id AND finished_at IS NOT NULL
      AND status IN ('success', 'fail', 'cancelled')
      AND (notified.told -> 'finished' ->> rendition_id)::bigint
        IS DISTINCT FROM (extract(epoch FROM finished_at) * 1000)::bigint))
  LIMIT 1000`;
