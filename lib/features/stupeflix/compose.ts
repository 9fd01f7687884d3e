import "server-only";
import { desc, eq } from "drizzle-orm";
import { listConnectionRows, openAccount, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { db } from "#lib/db/client.ts";
import { assets } from "#lib/db/schema/assets.ts";
import { renditions } from "#lib/db/schema/renditions.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WireCheck } from "#lib/providers/stupeflix/wire.ts";
import { putInboxIn } from "./inbox-mark.ts";
import { callOptions, openStupeflix } from "./open-stupeflix.ts";
import type { TaskKinds } from "./schema/kinds.ts";
import type { AssetSource, OpenedInput, OpenInputInput, SourceRequest } from "./schema/media.ts";
import type { MediaPlace } from "./schema/media-place.ts";
import type { CreateTasksInput, TaskFaults } from "./schema/task.ts";

/** What the service can do, in its own words. Throws `DomainError` where it does not tell. */
export async function getTaskKinds(_viewer: Viewer, connectionId: string): Promise<TaskKinds> {
  const { client } = await openStupeflix(connectionId);
  try {
    return await readInWords(() => client.tasks.kinds(callOptions));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "not_found") throw error;
    throw new DomainError("provider_refused", "This service does not tell what its tasks take.", {
      cause: error,
    });
  }
}

/** What the service would say of each task at once. Nothing is made. */
export async function checkTasks(
  _viewer: Viewer,
  { connectionId, tasks }: CreateTasksInput,
): Promise<TaskFaults[]> {
  const { connection, client } = await openStupeflix(connectionId);
  const asked = await putInboxIn(connection, tasks);
  const checks = await readInWords(() => client.tasks.check(asked, callOptions));
  return checks.map(toFaults);
}

function toFaults(check: WireCheck): TaskFaults {
  if (check === null) return {};
  return typeof check === "string" ? { "": [check] } : check.parameters;
}

/** A place at the service for a file that the browser sends there itself. */
export async function openInput(
  viewer: Viewer,
  { connectionId, fileName }: OpenInputInput,
): Promise<OpenedInput> {
  const { connection, client } = await openStupeflix(connectionId);
  const name = fileName.replace(/[/\\\p{Cc}]/gu, "_").replace(/^\.+$/, "file");
  const { url, upload_url } = await inWords(() => client.tasks.openInput(name, callOptions));
  const uploadUrl = toBrowserUrl(connection, upload_url);
  if (uploadUrl === null)
    throw new DomainError("provider_refused", "The service named no place for the file.");
  await recordAudit(viewer, { action: "task.input", subject: fileName, connectionId });
  return { url, uploadUrl };
}

/** A library asset's file as a service can read it. Throws `DomainError` when there is none. */
export async function findSource(
  _viewer: Viewer,
  { connectionId, assetId }: SourceRequest,
): Promise<AssetSource> {
  const { connection: service } = await openStupeflix(connectionId);
  const [asset] = await db().select().from(assets).where(eq(assets.assetId, assetId));
  if (!asset) throw new DomainError("not_found", "That video no longer exists.");
  const { connection } = await openAccount(asset.connectionId);
  if (connection.provider === "ziggeo") {
    throw new DomainError(
      "invalid",
      "Ziggeo hands its files out to holders of its private key alone. Download it and drop it here.",
    );
  }
  if (connection.isLocal && !service.isLocal) {
    throw new DomainError("invalid", "That file is on this machine, which the service does not reach.");
  }
  const made = await db()
    .select({ url: renditions.url, kind: renditions.kind })
    .from(renditions)
    .where(eq(renditions.assetId, assetId))
    .orderBy(desc(renditions.height));
  const url =
    asset.sourceUrl ??
    asset.playback.find(({ kind }) => kind === "file")?.url ??
    made.find(({ kind, url }) => url !== null && (kind === "video" || kind === "audio"))?.url;
  if (!url) throw new DomainError("invalid", "There is no file of it that a task could read.");
  return { url, browserUrl: toBrowserUrl(connection, url) };
}

/** Where a browser finds what local connections' addresses name. */
export async function listMediaPlaces(_viewer: Viewer): Promise<MediaPlace[]> {
  const rows = await listConnectionRows();
  return rows.flatMap((row) => {
    const from = URL.parse(row.baseUrl)?.origin;
    if (!row.isLocal || !from) return [];
    const to = toBrowserUrl(row, `${from}/`)?.replace(/\/$/, "");
    return to === undefined ? [] : [{ from, to }];
  });
}
