import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { type WireEncoding, wireEncoding } from "#lib/providers/telestream/wire.ts";
import { type ClipName, clip } from "./clips.ts";
import type { TelestreamEngine } from "./telestream-engine.ts";
import { until } from "./until.ts";

/** Makes these profiles, encodes one clip with all of them, and answers how each ended, by the profile's name. */
export async function encodeWith(
  engine: TelestreamEngine,
  source: ClipName,
  profiles: readonly Readonly<Record<string, string>>[],
): Promise<Map<string, WireEncoding>> {
  for (const profile of profiles) await makeProfile(engine, profile);
  const body = await readFile(await clip(source));
  const opened = await engine.send("POST", "/videos/upload.json", {
    file_name: `${source}.mp4`,
    file_size: String(body.length),
    profiles: profiles.map(({ name }) => name).join(","),
  });
  const { location } = (await opened.json()) as { location: string };
  const sent = await fetch(location, { method: "PUT", body });
  const { id } = (await sent.json()) as { id: string };
  const ended = await until(
    "every encoding to end",
    async () => {
      const answer = await engine.send("GET", `/videos/${id}/encodings.json`);
      const all = wireEncoding.array().parse(await answer.json());
      return all.length === profiles.length && all.every(({ status }) => status !== "processing") && all;
    },
    { withinMs: 150_000, everyMs: 250 },
  );
  return new Map(ended.map((encoding) => [encoding.profile_name ?? "", encoding]));
}

/** A fresh factory has some already, fitted to the source: here the vendor's own defaults are meant. */
async function makeProfile(
  engine: TelestreamEngine,
  profile: Readonly<Record<string, string>>,
): Promise<void> {
  const make = () => engine.send("POST", "/profiles.json", profile, { via: "form" });
  let made = await make();
  if (made.status === 400) {
    await engine.send("DELETE", `/profiles/${profile.name}.json`);
    made = await make();
  }
  expect(made.status, await made.text()).toBe(200);
}

/** One that succeeded, with the address of its first file. */
export function doneEncoding(
  engine: TelestreamEngine,
  encodings: ReadonlyMap<string, WireEncoding>,
  name: string,
): WireEncoding & { url: string } {
  const found = encodings.get(name);
  if (!found) throw new Error(`There is no encoding ${name}.`);
  expect(found.error_message).toBeUndefined();
  return { ...found, url: `${engine.baseUrl}/files/${engine.factoryId}/${found.files?.[0]}` };
}
