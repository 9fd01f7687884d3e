import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { layOutParts } from "#lib/engine/uploads/layout.ts";
import { defaultUploadLimits } from "#lib/engine/uploads/upload-limits.ts";
import { type UploadSession, UploadSessions } from "#lib/engine/uploads/upload-sessions.ts";
import { createLog } from "#lib/log.ts";
import { openPostgres, type PostgresHandle } from "#lib/postgres/open-postgres.ts";
import { migrationFolders, placeEmptyDatabase } from "#tests/support/database-template.ts";

let directory: string;
let postgres: PostgresHandle;
let sessions: UploadSessions;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "reelyard-open-files-"));
  const place = { directory: path.join(directory, "db"), migrationsFolder: migrationFolders.engine };
  await placeEmptyDatabase(place.directory, place.migrationsFolder);
  postgres = await openPostgres(place);
  const log = createLog("test");
  log.level = "silent";
  sessions = new UploadSessions({
    db: postgres,
    directory: path.join(directory, "uploads"),
    clock: { now: () => new Date() },
    log,
    limits: defaultUploadLimits,
  });
  await sessions.prepare();
});
afterAll(async () => {
  await sessions.close();
  await postgres.close();
  await rm(directory, { recursive: true, force: true });
});

let made = 0;
const create = (): Promise<UploadSession> => {
  made += 1;
  return sessions.create({
    accountId: "telestream",
    containerId: "factory",
    fileName: "a.mp4",
    layout: layOutParts(1000),
    assetId: `asset ${made}`,
    sourceKey: `key ${made}`,
    details: {},
  });
};
const bytes = Buffer.alloc(1000, 7);
/** As they come in: what is received is the receiver's own. */
const send = () => Readable.from([Buffer.from(bytes.subarray(0, 400)), Buffer.from(bytes.subarray(400))]);

test("a session that somebody has just asked for stays open, however many others come in between", async () => {
  const session = await create();
  const outcome = await sessions.withUpload(session, async (upload) => {
    for (let count = 0; count < 40; count += 1) await create();
    return upload.receivePart(send(), { part: 0, offset: 0 });
  });
  expect(outcome).toEqual({ kind: "whole" });
  expect(await readFile(sessions.dataFileOf(session.sessionId))).toEqual(bytes);
});

test("eighty that are asked for at once all get their bytes", async () => {
  const all = await Promise.all(Array.from({ length: 80 }, create));
  const outcomes = await Promise.all(
    all.map((session) =>
      sessions.withUpload(session, (upload) =>
        upload.receivePart(send(), {
          part: 0,
          offset: 0,
        }),
      ),
    ),
  );
  expect(outcomes.filter(({ kind }) => kind !== "whole")).toEqual([]);
});

test("a part that arrives while its session is being aborted is turned away, not written", async () => {
  const session = await create();
  const outcome = await sessions.withUpload(session, async (upload) => {
    await sessions.abort(session.sessionId);
    return upload.receivePart(send(), { part: 0, offset: 0 });
  });
  expect(outcome).toEqual({ kind: "evicted" });
});
