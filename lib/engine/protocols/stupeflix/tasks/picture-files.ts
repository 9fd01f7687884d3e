import { writeFile } from "node:fs/promises";
import { type ImageFacts, ImageUnreadableError, readImage } from "../../../media/images.ts";
import type { TaskContext } from "./task-context.ts";
import { type MadeFile, parameterFault } from "./task-kind.ts";

/** Bytes that a picture's file may have. */
export const mostPictureBytes = 256 * 1024 * 1024;

/** Fetches a picture and reads its head. Throws `TaskFault` naming the parameter. */
export async function fetchPicture(
  parameter: string,
  url: string,
  context: TaskContext,
): Promise<{ file: string; facts: ImageFacts }> {
  const file = await context.fetch(parameter, url, { maxBytes: mostPictureBytes });
  return { file, facts: await asFault(parameter, () => readImage(file)) };
}

/** Runs what reads a stranger's picture; that it cannot be read is the parameter's fault. */
export async function asFault<T>(parameter: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ImageUnreadableError) throw parameterFault(parameter, error.message);
    throw error;
  }
}

/** A made picture in the work directory. */
export async function writePicture(context: TaskContext, bytes: Buffer, format: string): Promise<MadeFile> {
  const path = `${await context.workDirectory()}/output`;
  await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
  return { path, mimeType: `image/${format}` };
}
