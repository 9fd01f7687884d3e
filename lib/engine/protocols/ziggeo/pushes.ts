import { createReadStream } from "node:fs";
import { and, desc, eq } from "drizzle-orm";
import type { JobContext } from "#lib/job-loop/job-loop.ts";
import { BlockedAddressError, CallTimeoutError } from "#lib/network/errors.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import {
  type Push,
  type PushService,
  type PushTarget,
  pushServiceTable,
  pushTable,
} from "../../db/schema/ziggeo-outgoing.ts";
import type { Stream } from "../../db/schema/ziggeo-stream.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import type { VideoFinder } from "./find-videos.ts";
import { ZiggeoProblem } from "./problems.ts";
import { toPushRequest } from "./push-target.ts";
import { toWireStream } from "./to-wire.ts";
import { newToken, readStream } from "./video-store.ts";
import type { Webhooks } from "./webhooks.ts";
import { toWirePush } from "./wire-pushes.ts";

const pushQueue = "ziggeo-push";
const mostTries = 4;
const pushMs = 6 * 3600_000;
const silentMs = 60_000;

/** The place refused, or could not be reached; the message is for the person who pushed. */
class PushFailed extends Error {
  override readonly name = "PushFailed";
  readonly status: number | null;
  readonly isFinal: boolean;

  constructor(message: string, status: number | null, isFinal: boolean) {
    super(message);
    this.status = status;
    this.isFinal = isFinal;
  }
}

/** Push services, and files on their way to them: each a job, so that a restart goes on with it. */
export class Pushes {
  readonly #engine: Engine;
  readonly #finder: VideoFinder;
  readonly #webhooks: Webhooks;
  /** A push is sent once at a time, however many jobs ask for it. */
  readonly #running = new Set<string>();

  constructor(engine: Engine, services: { finder: VideoFinder; webhooks: Webhooks }) {
    this.#engine = engine;
    this.#finder = services.finder;
    this.#webhooks = services.webhooks;
  }

  /** Names the job; before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ pushToken: string }>(pushQueue, {
      lane: "import",
      retryLimit: 20,
      retryDelaySeconds: 2,
      handler: async ({ pushToken }, job) => {
        if (this.#running.has(pushToken)) return;
        this.#running.add(pushToken);
        await this.#run(pushToken, job).finally(() => this.#running.delete(pushToken));
      },
    });
  }

  /** Pushes that were promised and never begun: the process died before their job was there. */
  async resume(): Promise<void> {
    const pending = await this.#engine.db.db
      .select({ token: pushTable.token })
      .from(pushTable)
      .where(and(eq(pushTable.state, "pending"), eq(pushTable.attempts, 0)));
    for (const { token } of pending) await this.#send(token);
  }

  async addService(account: EngineAccount, title: string, settings: PushTarget): Promise<PushService> {
    const [service] = await this.#engine.db.db
      .insert(pushServiceTable)
      .values({
        token: newToken(),
        accountId: account.accountId,
        title,
        settings,
        createdAt: this.#engine.clock.now(),
      })
      .returning();
    if (!service) throw new Error("The push service was not inserted.");
    return service;
  }

  listServices(account: EngineAccount): Promise<PushService[]> {
    return this.#engine.db.db
      .select()
      .from(pushServiceTable)
      .where(eq(pushServiceTable.accountId, account.accountId))
      .orderBy(pushServiceTable.sequence);
  }

  async removeService(account: EngineAccount, token: string): Promise<boolean> {
    const removed = await this.#engine.db.db
      .delete(pushServiceTable)
      .where(and(eq(pushServiceTable.token, token), eq(pushServiceTable.accountId, account.accountId)))
      .returning({ token: pushServiceTable.token });
    return removed.length > 0;
  }

  /** Throws 404 for an unknown service, 400 for a stream that has nothing to push. */
  async push(video: Video, stream: Stream | undefined, serviceToken: string): Promise<Push> {
    const service = await this.#findService(video.accountId, serviceToken);
    if (!service) throw new ZiggeoProblem(404, "There is no such push service.");
    if (!stream?.mediaKey || stream.state !== "ready") {
      throw new ZiggeoProblem(400, "There is no video to push yet.");
    }
    const [push] = await this.#engine.db.db
      .insert(pushTable)
      .values({
        token: newToken(),
        accountId: video.accountId,
        serviceToken,
        serviceTitle: service.title,
        serviceType: service.settings.type,
        videoToken: video.token,
        streamToken: stream.token,
        state: "pending",
        createdAt: this.#engine.clock.now(),
      })
      .returning();
    if (!push) throw new Error("The push was not inserted.");
    await this.#send(push.token);
    return push;
  }

  /** Newest first. */
  list(video: Video): Promise<Push[]> {
    return this.#engine.db.db
      .select()
      .from(pushTable)
      .where(eq(pushTable.videoToken, video.token))
      .orderBy(desc(pushTable.sequence))
      .limit(100);
  }

  async #send(pushToken: string): Promise<void> {
    await this.#engine.jobs.send(pushQueue, { pushToken }, { singletonKey: pushToken });
  }

  async #findService(accountId: string, token: string): Promise<PushService | undefined> {
    if (!/^[0-9a-f]{32}$/.test(token)) return undefined;
    const [service] = await this.#engine.db.db
      .select()
      .from(pushServiceTable)
      .where(and(eq(pushServiceTable.token, token), eq(pushServiceTable.accountId, accountId)));
    return service;
  }

  async #run(pushToken: string, job: JobContext): Promise<void> {
    const [push] = await this.#engine.db.db.select().from(pushTable).where(eq(pushTable.token, pushToken));
    if (push?.state !== "pending") return;
    await this.#change(push, { attempts: push.attempts + 1 });
    try {
      const { status, location } = await this.#transfer(push, job.signal);
      await this.#finish(push, { state: "success", httpStatus: status, location, error: null });
    } catch (error) {
      job.signal.throwIfAborted();
      if (!(error instanceof PushFailed)) throw error;
      if (!error.isFinal && push.attempts + 1 < mostTries) {
        await this.#change(push, { httpStatus: error.status, error: error.message });
        throw error;
      }
      await this.#finish(push, { state: "failed", httpStatus: error.status, error: error.message });
    }
  }

  async #transfer(push: Push, signal: AbortSignal): Promise<{ status: number; location: string }> {
    const { storage, config } = this.#engine;
    const service = await this.#findService(push.accountId, push.serviceToken);
    if (!service) throw new PushFailed("The push service was removed.", null, true);
    const stream = await readStream(this.#engine.db.db, push.streamToken);
    const sizeBytes = stream?.mediaKey ? await storage.sizeOf(stream.mediaKey) : undefined;
    if (!stream?.mediaKey || sizeBytes === undefined) {
      throw new PushFailed("The stream was deleted.", null, true);
    }
    const extension = stream.videoType ?? "mp4";
    const request = await toPushRequest(service.settings, {
      name: `${push.videoToken}-${push.streamToken}.${extension}`,
      mimeType: extension === "mp4" ? "video/mp4" : "application/octet-stream",
      sizeBytes,
    });
    try {
      const answer = await guardedFetch(request.url, {
        allowPrivate: config.allowPrivateUrls,
        method: "PUT",
        headers: request.headers,
        body: createReadStream(storage.pathOf(stream.mediaKey), { highWaterMark: 512 * 1024 }),
        timeoutMs: pushMs,
        idleTimeoutMs: silentMs,
        maxBytes: 1_000_000,
        maxRedirects: 0,
        signal,
      });
      answer.discard();
      const { status, url } = answer;
      if (status >= 200 && status <= 299) return { status, location: `${url.origin}${url.pathname}` };
      const mayHeal = status >= 500 || status === 429 || status === 408;
      throw new PushFailed(`${url.host} answered ${status}.`, status, !mayHeal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PushFailed) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const isRefusedByUs = error instanceof BlockedAddressError;
      const message = isRefusedByUs || error instanceof CallTimeoutError ? reason : `It broke off: ${reason}`;
      throw new PushFailed(message, null, isRefusedByUs);
    }
  }

  async #finish(push: Push, outcome: Partial<Push>): Promise<void> {
    const changed = await this.#change(push, { ...outcome, finishedAt: this.#engine.clock.now() });
    this.#engine.events.publish({ accountId: push.accountId, assetIds: [push.videoToken] });
    if (!changed || outcome.state !== "success") return;
    const account = { accountId: push.accountId, provider: "ziggeo" as const };
    const whole = await this.#finder.find(account, push.videoToken);
    const stream = whole?.streams.find(({ token }) => token === push.streamToken);
    if (!whole || !stream) return;
    await this.#webhooks.tell("video_stream_push_success", whole, {
      stream: toWireStream(stream),
      push: { ...toWirePush(changed), auto_push: false },
    });
  }

  async #change(push: Push, changes: Partial<Omit<Push, "sequence">>): Promise<Push | undefined> {
    const [row] = await this.#engine.db.db
      .update(pushTable)
      .set(changes)
      .where(eq(pushTable.token, push.token))
      .returning();
    return row;
  }
}
