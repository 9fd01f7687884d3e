import "server-only";
import { type ConnectionRow, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { countOf } from "#lib/client/format.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { FileSelection } from "#lib/providers/stupeflix/storage.ts";
import { callOptions, openStupeflix } from "./open-stupeflix.ts";
import type {
  Deletion,
  FileChoice,
  FilesInput,
  LifetimeInput,
  StorageView,
  StoredFile,
  StoredFolder,
} from "./schema/storage.ts";

const foldersShown = 200;
const dayMs = 24 * 3_600_000;

/** What the account keeps, by the task that made it, and for how long. */
export async function getStorage(_viewer: Viewer, connectionId: string): Promise<StorageView> {
  const { connection, client } = await openStupeflix(connectionId);
  const [listed, lifetimeDays] = await Promise.all([
    readInWords(() => client.storage.list("", { recursive: true, ...callOptions })),
    readInWords(() => client.storage.expiration(callOptions)),
  ]);
  const files = listed.files.map(
    ({ name, size, last_modified }): StoredFile => ({
      name,
      sizeBytes: size,
      modifiedAt: new Date(last_modified).toISOString(),
      url: toBrowserUrl(connection, toAddress(connection, name)),
    }),
  );
  const folders = [...Map.groupBy(files, ({ name }) => name.split("/", 1)[0] ?? "")]
    .map(([taskKey, own]): StoredFolder => {
      const modifiedAt = own.reduce((last, file) => (file.modifiedAt > last ? file.modifiedAt : last), "");
      return {
        taskKey,
        files: own,
        modifiedAt,
        sizeBytes: own.reduce((sum, file) => sum + file.sizeBytes, 0),
      };
    })
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  return {
    folders: folders.slice(0, foldersShown),
    folderCount: folders.length,
    fileCount: files.length,
    usageBytes: listed.usage,
    lifetimeDays,
  };
}

/** What a deletion would take. Nothing goes. */
export async function tryDeletion(_viewer: Viewer, { connectionId, choice }: FilesInput): Promise<Deletion> {
  const { connection, client } = await openStupeflix(connectionId);
  const selection = toSelection(connection, choice);
  const { deleted, freed } = await readInWords(() =>
    client.storage.delete(selection, { dryRun: true, ...callOptions }),
  );
  return { count: deleted.length, sizeBytes: freed };
}

export async function deleteFiles(viewer: Viewer, { connectionId, choice }: FilesInput): Promise<Deletion> {
  const { connection, client } = await openStupeflix(connectionId);
  const selection = toSelection(connection, choice);
  const { deleted, freed } = await inWords(() => client.storage.delete(selection, callOptions));
  await recordAudit(viewer, {
    action: "storage.delete",
    subject: `${countOf(deleted.length, "file")} of ${connection.name}`,
    connectionId,
    detail: { by: choice.by, files: deleted.length, bytes: freed },
  });
  return { count: deleted.length, sizeBytes: freed };
}

/** From now on files older than this are deleted, those that are so already at once. */
export async function setLifetime(viewer: Viewer, { connectionId, days }: LifetimeInput): Promise<void> {
  const { connection, client } = await openStupeflix(connectionId);
  await inWords(() => client.storage.setExpiration(days, callOptions));
  await recordAudit(viewer, {
    action: "storage.lifetime",
    subject: connection.name,
    connectionId,
    detail: { days },
  });
}

function toSelection(connection: ConnectionRow, choice: FileChoice): FileSelection {
  switch (choice.by) {
    case "name":
      return { urls: choice.names.map((name) => toAddress(connection, name)) };
    case "url":
      return { urls: choice.urls };
    case "age":
      return { maxAgeDays: choice.days };
    case "date": {
      const from = choice.from === undefined ? undefined : new Date(`${choice.from}T00:00:00Z`);
      // The last day is meant whole.
      const to =
        choice.to === undefined ? undefined : new Date(Date.parse(`${choice.to}T00:00:00Z`) + dayMs - 1);
      return { ...(from && { from }), ...(to && { to }) };
    }
  }
}

/** Where the service serves a stored file: beside the versioned API, on its host. */
function toAddress({ baseUrl }: ConnectionRow, name: string): string {
  const path = name.split("/").map(encodeURIComponent).join("/");
  return `${baseUrl.replace(/\/+$/, "").replace(/\/v\d+$/, "")}/storage/${path}`;
}
