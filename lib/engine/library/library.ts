import { randomBytes } from "node:crypto";
import path from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { assetTable, toEngineAsset } from "../db/schema/asset.ts";
import { renditionTable, toEngineRendition } from "../db/schema/rendition.ts";
import { changeAsset, findAsset, insertAsset, isOwn, listAssets, readAsset } from "./asset-store.ts";
import { doomFiles, removeDoomedFiles } from "./doomed-files.ts";
import { importSource } from "./import-source.ts";
import type { LibraryContext } from "./library-context.ts";
import { insertRenditions } from "./new-renditions.ts";
import {
  findRendition,
  listRenditions,
  moveRendition,
  queuePositions,
  renditionsOf,
} from "./rendition-store.ts";
import { assetFolder, renditionFolder } from "./storage-keys.ts";
import type { EngineAccount, EngineLibrary } from "./types.ts";

/** What is made of bytes that are here is imported by then, and told with that. */
const importWithinMs = 150;

/** Assets and renditions over the engine's database, storage and queues. */
export function createLibrary(context: LibraryContext): EngineLibrary {
  const { db, storage, events, clock } = context;

  const changed = (account: { accountId: string }, assetId: string) =>
    events.publish({ accountId: account.accountId, assetIds: [assetId], changedAtMs: Date.now() });

  return {
    expectSource: () => context.spareFfmpeg.prepare(),
    async sourceIsWhole(assetId, file) {
      // What fails here fails in the import too, which tells why.
      await context.firstLooks.look(assetId, file).catch(() => {});
    },

    async createAsset(input) {
      const now = clock.now();
      const assetId = input.assetId ?? randomBytes(16).toString("hex");
      const asset = await insertAsset(db, {
        assetId,
        accountId: input.account.accountId,
        containerId: input.containerId ?? null,
        title: input.title,
        originalFilename: input.originalFilename,
        extname: path.extname(input.originalFilename),
        sourceUrl: input.sourceUrl ?? null,
        status: "uploading",
        details: input.details ?? {},
        createdAt: now,
        updatedAt: now,
      });
      if (asset) {
        const { accountId } = input.account;
        events.publishWithNext({ accountId, assetId, withinMs: importWithinMs });
        return asset;
      }
      const known = await findAsset(db, input.account, assetId);
      if (!known) throw new Error(`The id ${assetId} belongs to another account's asset.`);
      return known;
    },

    importSource: (assetId, source) => importSource(context, assetId, source),

    async importFromUrl(assetId, { renditions }) {
      const row = await changeAsset(db, assetId, {
        status: "processing",
        pendingImport: { renditions },
        updatedAt: clock.now(),
      });
      if (!row) return;
      await context.send("import-url", { assetId });
      changed(row, assetId);
    },

    findAsset: (account, assetId) => findAsset(db, account, assetId),
    listAssets: (account, query) => listAssets(db, account, query),

    async removeAsset(account, assetId) {
      const removed = await db.transaction(async (tx) => {
        const renditions = await tx
          .select({ renditionId: renditionTable.renditionId })
          .from(renditionTable)
          .where(eq(renditionTable.assetId, assetId));
        const [asset] = await tx.delete(assetTable).where(isOwn(account, assetId)).returning();
        if (!asset) return undefined;
        const keys = [
          assetFolder(assetId),
          ...(asset.sourceKey ? [asset.sourceKey] : []),
          ...renditions.map(({ renditionId }) => renditionFolder(renditionId)),
        ];
        await doomFiles(tx, keys);
        return keys;
      });
      if (!removed) return false;
      context.encodes.recheck(assetId);
      context.imports.abort(assetId);
      changed(account, assetId);
      await removeDoomedFiles(db, storage, removed);
      return true;
    },

    async removeSource(account, assetId) {
      const asset = await findAsset(db, account, assetId);
      if (!asset) return false;
      const key = asset.sourceKey;
      if (key === null) return true;
      await db.transaction(async (tx) => {
        await tx
          .update(assetTable)
          .set({ sourceKey: null, updatedAt: clock.now() })
          .where(and(isOwn(account, assetId), eq(assetTable.sourceKey, key)));
        await doomFiles(tx, [key]);
      });
      changed(account, assetId);
      await removeDoomedFiles(db, storage, [key]);
      return true;
    },

    async updateAsset(account, assetId, changes) {
      const [row] = await db
        .update(assetTable)
        .set({ ...changes, updatedAt: clock.now() })
        .where(isOwn(account, assetId))
        .returning();
      if (!row) return undefined;
      changed(account, assetId);
      return toEngineAsset(row);
    },

    async addRenditions(assetId, renditions) {
      const asset = await readAsset(db, assetId);
      if (!asset) return [];
      const rows = await insertRenditions(db, asset, renditions, clock.now());
      if (rows.some((row) => row.status === "queued")) await context.runOwed("encode", { assetId });
      changed(asset, assetId);
      return rows.map(toEngineRendition);
    },

    findRendition: (account, renditionId) => findRendition(db, account, renditionId),
    listRenditions: (account, query) => listRenditions(db, account, query),
    renditionsOf: (account, assetIds) => renditionsOf(db, account, assetIds),
    queuePosition: async (renditionId) => (await queuePositions(db, [renditionId])).get(renditionId) ?? null,
    queuePositions: (renditionIds) => queuePositions(db, renditionIds),

    async retryRendition(account, renditionId) {
      const now = clock.now();
      const row = await moveRendition(db, account, renditionId, ["fail", "cancelled"], {
        status: "queued",
        progressPercent: 0,
        remainingSeconds: null,
        errorClass: null,
        errorMessage: null,
        logKey: null,
        files: [],
        facts: null,
        jobId: null,
        claimToken: null,
        queuedAt: now,
        startedAt: null,
        finishedAt: null,
        updatedAt: now,
      });
      if (!row) return false;
      await context.runOwed("encode", { assetId: row.assetId });
      changed(account, row.assetId);
      return true;
    },

    async cancelRendition(account, renditionId) {
      const now = clock.now();
      const row = await moveRendition(db, account, renditionId, ["queued", "encoding"], {
        status: "cancelled",
        remainingSeconds: null,
        finishedAt: now,
        updatedAt: now,
      });
      if (!row) return false;
      await context.encodes.recheck(row.assetId);
      changed(account, row.assetId);
      return true;
    },

    async removeRendition(account, renditionId) {
      const removed = await db.transaction(async (tx) => {
        const [row] = await tx
          .delete(renditionTable)
          .where(and(eq(renditionTable.renditionId, renditionId), ownedBy(account)))
          .returning({ assetId: renditionTable.assetId });
        if (row) await doomFiles(tx, [renditionFolder(renditionId)]);
        return row;
      });
      if (!removed) return false;
      await context.encodes.recheck(removed.assetId);
      changed(account, removed.assetId);
      await removeDoomedFiles(db, storage, [renditionFolder(renditionId)]);
      return true;
    },

    async findRenditionFile(containerId, name) {
      const rows = await db
        .select()
        .from(renditionTable)
        .where(and(eq(renditionTable.containerId, containerId), inArray(renditionTable.path, pathsOf(name))));
      for (const row of rows) {
        const file = row.files.find((candidate) => candidate.name === name);
        if (file) return { rendition: toEngineRendition(row), file };
      }
      return undefined;
    },
  };
}

const ownedBy = (account: EngineAccount) => eq(renditionTable.accountId, account.accountId);

/** A file is `path.mp4`, `path-00001.ts` or `path_1.jpg`: the paths that a name can belong to. */
function pathsOf(name: string): string[] {
  const bare = name.slice(0, name.length - path.posix.extname(name).length);
  return [bare, bare.replace(/[-_]\d+$/, ""), name];
}
