import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { signedParameters } from "#lib/providers/telestream/signature.ts";
import { type WireVideo, wireVideo } from "#lib/providers/telestream/wire.ts";
import { clip } from "./clips.ts";
import type { TelestreamEngine } from "./telestream-engine.ts";

/** What an answer says, which has to have this status. */
export async function readAnswer<T>(schema: z.ZodType<T>, answer: Response, status = 200): Promise<T> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.status}: ${text}`);
  return schema.parse(JSON.parse(text));
}

/** The file that `createByForm` sends. */
export const formFile = async (): Promise<Buffer<ArrayBuffer>> => readFile(await clip("plain"));

/** Python's way: parameters signed in the query, the file alone in the form. */
export async function createByForm(
  engine: TelestreamEngine,
  parameters: Record<string, string>,
  name = "movie.mp4",
): Promise<WireVideo> {
  const form = new FormData();
  form.set("file", new File([await formFile()], name));
  const url = signedUrl(engine, "POST", "/videos.json", parameters);
  return readAnswer(wireVideo, await fetch(url, { method: "POST", body: form }));
}

export function signedUrl(
  engine: TelestreamEngine,
  method: string,
  path: string,
  parameters: Record<string, string>,
): string {
  return `${engine.baseUrl}/v3.0${path}?${new URLSearchParams(sign(engine, method, path, parameters))}`;
}

export function sign(
  { account, baseUrl, clock, factoryId }: TelestreamEngine,
  method: string,
  path: string,
  parameters: Record<string, string>,
): Record<string, string> {
  const { accessKey = "", secretKey = "" } = account.fields;
  return signedParameters(
    { accessKey, secretKey, ...(parameters.factory_id ? {} : { factoryId }) },
    { method, host: new URL(baseUrl).host, path, parameters },
    clock.now(),
  );
}
