import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Database } from "#lib/postgres/open-postgres.ts";
import { type Stream, streamTable } from "../../db/schema/ziggeo-stream.ts";
import { type Video, videoTable } from "../../db/schema/ziggeo-video.ts";
import type { EngineAccount } from "../../library/types.ts";
import { ZiggeoProblem } from "./problems.ts";
import type { VideoChanges } from "./video-arguments.ts";

/** 32 lower-case hex digits, as every token of the vendor's. */
export const newToken = () => randomBytes(16).toString("hex");

/** A database or a transaction in it. */
export type Rows = Pick<Database, "select" | "insert" | "update" | "delete">;

export async function insertVideo(
  db: Rows,
  account: EngineAccount,
  given: VideoChanges & { session?: string | null },
  now: Date,
): Promise<Video> {
  const [video] = await refusingTakenKey(() =>
    db
      .insert(videoTable)
      .values({
        ...given,
        token: newToken(),
        accountId: account.accountId,
        state: "empty",
        createdAt: now,
        updatedAt: now,
      })
      .returning(),
  );
  if (!video) throw new Error("The video was not inserted.");
  return video;
}

/** Undefined when it is gone. */
export async function updateVideo(
  db: Rows,
  token: string,
  changes: VideoChanges &
    Partial<Pick<Video, "state" | "defaultStream" | "originalStream" | "submittedAt" | "error">>,
  now: Date,
): Promise<Video | undefined> {
  const [video] = await refusingTakenKey(() =>
    db
      .update(videoTable)
      .set({ ...changes, updatedAt: now })
      .where(eq(videoTable.token, token))
      .returning(),
  );
  return video;
}

export async function insertStream(
  db: Rows,
  video: Pick<Video, "token" | "accountId">,
  given: Partial<Stream> & Pick<Stream, "origin">,
  now: Date,
): Promise<Stream> {
  const { sequence: _sequence, ...values } = given;
  const [stream] = await db
    .insert(streamTable)
    .values({
      state: "empty",
      ...values,
      token: given.token ?? newToken(),
      videoToken: video.token,
      accountId: video.accountId,
      createdAt: now,
    })
    .returning();
  if (!stream) throw new Error("The stream was not inserted.");
  return stream;
}

export async function updateStream(
  db: Rows,
  token: string,
  changes: Partial<Omit<Stream, "sequence">>,
): Promise<Stream | undefined> {
  const [stream] = await db.update(streamTable).set(changes).where(eq(streamTable.token, token)).returning();
  return stream;
}

/** The video's row until the transaction ends: what is decided about its streams is decided one at a time. */
export async function lockVideo(db: Rows, token: string): Promise<Video | undefined> {
  const [video] = await db.select().from(videoTable).where(eq(videoTable.token, token)).for("update");
  return video;
}

export async function readStream(db: Rows, token: string): Promise<Stream | undefined> {
  const [stream] = await db.select().from(streamTable).where(eq(streamTable.token, token));
  return stream;
}

export async function readStreams(db: Rows, videoToken: string): Promise<Stream[]> {
  return db
    .select()
    .from(streamTable)
    .where(eq(streamTable.videoToken, videoToken))
    .orderBy(streamTable.sequence);
}

/** What was transcoded of an upload. */
export async function readChild(db: Rows, parentToken: string): Promise<Stream | undefined> {
  const [stream] = await db
    .select()
    .from(streamTable)
    .where(and(eq(streamTable.parentToken, parentToken), eq(streamTable.origin, "transcode")));
  return stream;
}

async function refusingTakenKey<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new ZiggeoProblem(400, "Another video has this key.");
    throw error;
  }
}

/** The driver's error, or what the query builder wraps it in. */
function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === "23505") return true;
  return error.cause !== undefined && isUniqueViolation(error.cause);
}
