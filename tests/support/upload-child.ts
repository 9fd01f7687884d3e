// A process of its own that sends a file to the engine in parts. Without SAVED it stops once a part has arrived and
// says what to resume it with; with SAVED it goes on and says how much it found there, and the video.
// node --import ./scripts/server-only.mjs tests/support/upload-child.ts <file>, with ACCOUNT and SAVED as JSON
import process from "node:process";
import { z } from "zod";
import { telestreamClient } from "#lib/providers/telestream/client.ts";

const account = z
  .object({
    provider: z.literal("telestream"),
    baseUrl: z.string(),
    fields: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(process.env.ACCOUNT ?? ""));
const [file = ""] = process.argv.slice(2);
const client = telestreamClient({ ...account, isLocal: true });

if (process.env.SAVED) {
  let foundBytes: number | undefined;
  const upload = client.resumeUpload(JSON.parse(process.env.SAVED), file, {
    onProgress: ({ sentBytes }) => {
      foundBytes ??= sentBytes;
    },
  });
  const video = await upload.resume();
  console.log(JSON.stringify({ foundBytes, videoId: video?.id }));
} else {
  const stop = new AbortController();
  const upload = client.uploadSession(account.fields.factoryId ?? "", file, {
    threads: 2,
    profiles: [],
    onProgress: ({ doneParts }) => doneParts > 0 && stop.abort(),
  });
  await upload.start({ signal: stop.signal }).catch(() => {});
  console.log(JSON.stringify(upload.save()));
}
