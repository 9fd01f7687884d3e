import { randomInt } from "node:crypto";
import { stat } from "node:fs/promises";
import type { StupeflixFile, StupeflixTask } from "../../../db/schema/stupeflix-task.ts";
import type { Engine } from "../../../engine.ts";
import { openVideoFile } from "../publish/video-file.ts";
import { publishOnYoutube, type YoutubeVideo } from "../publish/youtube.ts";
import type { MadeFile } from "../tasks/task-kind.ts";
import { sendToSignedAddress } from "./s3-signed.ts";
import { parseTaskStore } from "./task-stores.ts";

/** Where a task's files went: rows for what the engine keeps, addresses for what went elsewhere. */
export interface PlacedFiles {
  readonly names: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  readonly stored: readonly StupeflixFile[];
}

interface Placing {
  readonly engine: Engine;
  readonly task: StupeflixTask;
  readonly claim: string;
  readonly signal: AbortSignal;
}

/** Everything any try of a task left. */
export const taskFolder = (taskKey: string) => `stupeflix/${taskKey}`;
/** A try's own folder: two processes that both think they hold the task never write into the same. */
export const claimFolder = (taskKey: string, claim: string) => `${taskFolder(taskKey)}/${claim}`;

/** Puts what a task made where its `task_store` says. Throws `TaskFault` when another place does not take it. */
export async function placeFiles(
  placing: Placing,
  files: Readonly<Record<string, MadeFile>>,
): Promise<PlacedFiles> {
  const store = parseTaskStore(placing.task.taskStore);
  const names: Record<string, string> = {};
  const addresses: Record<string, string> = {};
  const stored: StupeflixFile[] = [];
  let isFirst = true;
  for (const [output, file] of Object.entries(files)) {
    // One signed address takes one file: the others of a task that makes several stay here.
    if (store.type === "s3_signed" && isFirst && !file.isAside) {
      addresses[output] = await sendToSignedAddress(store.url, file, placing);
    } else if (store.type === "youtube" && isFirst && !file.isAside) {
      addresses[output] = await sendToYoutube(store, file, placing);
    } else {
      const row = await keep(placing, file, store.type === "volatile");
      names[output] = row.name;
      stored.push(row);
    }
    isFirst = false;
  }
  return { names, addresses, stored };
}

/** The documentation names no task for it: what is no video YouTube refuses in its own words. */
async function sendToYoutube(
  store: YoutubeVideo,
  { path, mimeType }: MadeFile,
  placing: Placing,
): Promise<string> {
  await using file = await openVideoFile(path, mimeType);
  return await publishOnYoutube(file, store, placing, () => {});
}

async function keep(
  { engine, task, claim }: Placing,
  file: MadeFile,
  isVolatile: boolean,
): Promise<StupeflixFile> {
  const name = file.name ?? `dragon-${task.taskName}-${randomName()}`;
  const storageKey = `${claimFolder(task.taskKey, claim)}/${name}`;
  const { size } = await stat(file.path);
  await engine.storage.adopt(file.path, storageKey);
  return {
    taskKey: task.taskKey,
    name,
    accountId: task.accountId,
    storageKey,
    sizeBytes: size,
    mimeType: file.mimeType,
    isVolatile,
    createdAt: engine.clock.now(),
  };
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const randomName = () => Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join("");
