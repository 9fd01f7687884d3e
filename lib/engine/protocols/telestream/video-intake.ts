import { access } from "node:fs/promises";
import type { Factory } from "../../db/schema/telestream-factory.ts";
import type { Profile } from "../../db/schema/telestream-profile.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAsset } from "../../library/types.ts";
import { layOutParts, layOutRange } from "../../uploads/layout.ts";
import { DiskFullError, type UploadSession, type UploadSessions } from "../../uploads/upload-sessions.ts";
import { type FactoryStore, newId } from "./factory-store.ts";
import { nameFromUrl, toExtname, toFileName } from "./file-names.ts";
import {
  badRequest,
  filenameHasNoExtension,
  fileSizeLimitExceeded,
  insufficientStorage,
} from "./problems.ts";
import { type UploadDetails, uploadDetails, type VideoDetails } from "./video-details.ts";
import { VideoPlanner } from "./video-planner.ts";

const finishQueue = "telestream-finish-upload";
const sampleQueue = "telestream-make-sample";

/** How videos come in: by URL, by file, by session, as samples. What follows is the library's. */
export class VideoIntake {
  readonly #engine: Engine;
  readonly #planner: VideoPlanner;
  readonly #sessions: UploadSessions;
  /** The last two parts may arrive together. */
  readonly #completing = new Map<string, Promise<EngineAsset>>();
  /** Completed by this process and not finished yet: nobody need ask the database what they are. */
  readonly #completed = new Map<string, { session: UploadSession; asset: EngineAsset }>();

  constructor(engine: Engine, services: { factories: FactoryStore; sessions: UploadSessions }) {
    this.#engine = engine;
    this.#planner = new VideoPlanner(services.factories, engine.clock);
    this.#sessions = services.sessions;
  }

  /** Names the jobs; before the job loop starts. */
  defineJobs(): void {
    this.#engine.jobs.define<{ sessionId: string }>(finishQueue, {
      lane: "light",
      retryLimit: 5,
      handler: ({ sessionId }) => this.#finish(sessionId),
    });
    this.#engine.jobs.define<{ assetId: string; fileName: string; profileIds: string[] }>(sampleQueue, {
      lane: "sample",
      handler: (data, { signal }) => this.#makeSample(data, signal),
    });
  }

  /** What a process that stopped had acknowledged and not finished, and what it had whole and not acknowledged. */
  async recover(): Promise<void> {
    for (const session of await this.#sessions.list("open")) {
      const isWhole = await this.#sessions
        .withUpload(session, async (upload) => upload.isWhole)
        .catch(() => false);
      if (isWhole) await this.complete(session);
    }
    await this.finishCompleted();
  }

  /** Queues what is acknowledged and not imported; what is queued already stays once. */
  async finishCompleted(): Promise<void> {
    for (const { sessionId } of await this.#sessions.list("completed")) {
      await this.#engine.jobs.send(finishQueue, { sessionId }, { singletonKey: sessionId });
    }
  }

  /** `POST /videos.json` with `source_url`. */
  async fromUrl(factory: Factory, parameters: ReadonlyMap<string, string>): Promise<EngineAsset> {
    const sourceUrl = parameters.get("source_url") ?? "";
    const url = URL.parse(sourceUrl);
    if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
      throw badRequest("source_url must be an http or https URL");
    }
    const profiles = await this.#planner.chooseProfiles(factory, parameters, "all");
    const assetId = newId();
    const fileName = nameFromUrl(url);
    const details = this.#planner.detailsOf(parameters, assetId, fileName);
    const asset = await this.#createAsset(factory.factoryId, assetId, fileName, details, sourceUrl);
    await this.#engine.library.importFromUrl(assetId, {
      renditions: this.#planner.renditionsOf(assetId, fileName, details, profiles),
    });
    return asset;
  }

  /** `POST /videos/upload.json`. */
  async openSession(factory: Factory, parameters: ReadonlyMap<string, string>): Promise<UploadSession> {
    const fileName = this.#checkedName(parameters.get("file_name") ?? "");
    const size = parameters.get("file_size") ?? "";
    if (!/^\d{1,15}$/.test(size) || Number(size) < 1) {
      throw badRequest("file_size must be the file's size in bytes, at least 1");
    }
    const sizeBytes = Number(size);
    const { maxSourceBytes } = this.#engine.config.limits;
    if (sizeBytes > maxSourceBytes) throw fileSizeLimitExceeded(maxSourceBytes);
    const useAll = isTrue(parameters.get("use_all_profiles"));
    const profiles = await this.#planner.chooseProfiles(factory, parameters, useAll ? "all" : "none");
    const assetId = newId();
    const isMultiChunk = isTrue(parameters.get("multi_chunk"));
    try {
      return await this.#sessions.create({
        accountId: factory.accountId,
        containerId: factory.factoryId,
        fileName,
        layout: isMultiChunk ? layOutParts(sizeBytes) : layOutRange(sizeBytes),
        assetId,
        sourceKey: this.#engine.storage.newKey(`source${toExtname(fileName)}`),
        details: {
          ...this.#planner.detailsOf(parameters, assetId, fileName),
          profileIds: profiles.map((profile) => profile.profileId),
          isMultiChunk,
        } satisfies UploadDetails,
      });
    } catch (error) {
      if (error instanceof DiskFullError) throw insufficientStorage(error.missingBytes);
      throw error;
    }
  }

  /** `POST /videos.json` with a file that was received whole at `file`, which this takes over. */
  async fromFile(
    factory: Factory,
    parameters: ReadonlyMap<string, string>,
    received: { file: string; fileName: string; sizeBytes: number },
  ): Promise<EngineAsset> {
    const fileName = this.#checkedName(received.fileName);
    const profiles = await this.#planner.chooseProfiles(factory, parameters, "all");
    const assetId = newId();
    const session = await this.#sessions.takeOver(received.file, {
      accountId: factory.accountId,
      containerId: factory.factoryId,
      fileName,
      layout: layOutRange(received.sizeBytes),
      assetId,
      sourceKey: this.#engine.storage.newKey(`source${toExtname(fileName)}`),
      details: {
        ...this.#planner.detailsOf(parameters, assetId, fileName),
        profileIds: profiles.map((profile) => profile.profileId),
        isMultiChunk: false,
      } satisfies UploadDetails,
    });
    return this.complete(session);
  }

  /**
   * All bytes of the session are here: the video exists from now on. One statement whatever the size; the rest
   * follows the answer, and moving the file and looking into it is a job. Doing it twice is doing it once.
   */
  complete(session: UploadSession): Promise<EngineAsset> {
    const running = this.#completing.get(session.sessionId);
    if (running) return running;
    const completing = this.#complete(session).finally(() => this.#completing.delete(session.sessionId));
    this.#completing.set(session.sessionId, completing);
    return completing;
  }

  async #complete(session: UploadSession): Promise<EngineAsset> {
    const asset =
      session.state === "open" ? await this.#createVideo(session) : await this.#ensureAsset(session);
    if (session.state !== "stored") {
      // Acknowledged already: should this fail or the process die, the next start finds the session whole or completed.
      this.#markAndSend(session, asset).catch((error: unknown) =>
        this.#engine.log.error({ err: error }, "the import of an upload was not queued"),
      );
    }
    return asset;
  }

  async #markAndSend(session: UploadSession, asset: EngineAsset): Promise<void> {
    const { sessionId } = session;
    if (session.state === "open") {
      await this.#sessions.markCompleted(session);
      this.#completed.set(sessionId, { session: { ...session, state: "completed" }, asset });
      await this.#engine.library.sourceIsWhole(session.assetId, this.#sessions.dataFileOf(sessionId));
    }
    await this.#engine.jobs.runOwed(finishQueue, { sessionId }, { singletonKey: sessionId });
  }

  /** The engine's sample clips, each made by a job; answers with the videos to be. */
  async addSamples(factory: Factory, parameters: ReadonlyMap<string, string>): Promise<EngineAsset[]> {
    const profiles = await this.#planner.chooseProfiles(factory, parameters, "all");
    const profileIds = profiles.map((profile) => profile.profileId);
    const assets: EngineAsset[] = [];
    // Short ones first: there is soon something to see.
    const clips = this.#engine.samples.clips.toSorted((left, right) => left.seconds - right.seconds);
    for (const clip of clips) {
      const assetId = newId();
      const details = this.#planner.detailsOf(parameters, assetId, clip.fileName);
      assets.push(
        await this.#createAsset(factory.factoryId, assetId, clip.fileName, details, null, clip.title),
      );
      await this.#engine.jobs.send(sampleQueue, { assetId, fileName: clip.fileName, profileIds });
    }
    return assets;
  }

  /** `POST /encodings.json`: one more rendition of a video. */
  async addEncoding(asset: EngineAsset, details: VideoDetails, profile: Profile) {
    const planned = this.#planner.renditionsOf(asset.assetId, asset.originalFilename, details, [profile]);
    const [rendition] = await this.#engine.library.addRenditions(asset.assetId, planned);
    if (!rendition) throw new Error("The library made no rendition.");
    return rendition;
  }

  #checkedName(given: string): string {
    const fileName = toFileName(given);
    if (toExtname(fileName) === "") throw filenameHasNoExtension();
    return fileName;
  }

  #createAsset(
    factoryId: string,
    assetId: string,
    fileName: string,
    details: VideoDetails,
    sourceUrl: string | null,
    title = fileName,
  ): Promise<EngineAsset> {
    return this.#engine.library.createAsset({
      account: this.#engine.accounts.telestream,
      assetId,
      containerId: factoryId,
      title,
      originalFilename: fileName,
      sourceUrl,
      details,
    });
  }

  async #ensureAsset(session: UploadSession): Promise<EngineAsset> {
    const account = this.#engine.accounts.telestream;
    const known = await this.#engine.library.findAsset(account, session.assetId);
    return known ?? this.#createVideo(session);
  }

  /** Answers with the video that is there when the session has one already. */
  #createVideo(session: UploadSession): Promise<EngineAsset> {
    const { path, pathFormat, payload } = uploadDetails.parse(session.details);
    const details = { path, pathFormat, ...(payload !== undefined && { payload }) };
    return this.#createAsset(session.containerId ?? "", session.assetId, session.fileName, details, null);
  }

  /** Moves the file in and imports it. Every step may find itself done: the process may have died after it. */
  async #finish(sessionId: string): Promise<void> {
    const known = this.#completed.get(sessionId);
    this.#completed.delete(sessionId);
    const session = known?.session ?? (await this.#sessions.find(sessionId));
    if (session?.state !== "completed") return;
    const asset = known?.asset ?? (await this.#ensureAsset(session));
    const file = this.#sessions.dataFileOf(sessionId);
    if (await exists(file)) await this.#engine.storage.adopt(file, session.sourceKey);
    const details = uploadDetails.parse(session.details);
    const profiles = await this.#planner.profilesOf(session.containerId ?? "", details.profileIds);
    if (isAwaited(asset)) {
      await this.#engine.library.importSource(session.assetId, {
        sourceKey: session.sourceKey,
        renditions: this.#planner.renditionsOf(session.assetId, session.fileName, details, profiles),
      });
    }
    await this.#sessions.markStored(sessionId);
  }

  async #makeSample(
    { assetId, fileName, profileIds }: { assetId: string; fileName: string; profileIds: string[] },
    signal: AbortSignal,
  ): Promise<void> {
    const asset = await this.#engine.library.findAsset(this.#engine.accounts.telestream, assetId);
    const clip = this.#engine.samples.clips.find((one) => one.fileName === fileName);
    if (!asset || !clip || !isAwaited(asset)) return;
    const sourceKey = await this.#engine.samples.make(clip, { signal });
    const details = uploadDetails.omit({ profileIds: true, isMultiChunk: true }).parse(asset.details);
    const profiles = await this.#planner.profilesOf(asset.containerId ?? "", profileIds);
    await this.#engine.library.importSource(assetId, {
      sourceKey,
      renditions: this.#planner.renditionsOf(assetId, fileName, details, profiles),
    });
  }
}

/** Whether its source is still to be looked into. */
const isAwaited = (asset: EngineAsset) => asset.status === "uploading" || asset.status === "processing";

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(true|1|yes)$/i.test(text);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
