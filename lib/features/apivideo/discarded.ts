import "server-only";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { callOptions, openApivideo, repair } from "./open-apivideo.ts";
import type { DiscardedVideo } from "./schema.ts";

const shown = 100;

/** Videos in the account's bin. Where the service deletes for good there are none. */
export async function listDiscarded(_viewer: Viewer, connectionId: string): Promise<DiscardedVideo[]> {
  const { client } = await openApivideo(connectionId);
  const page = await readInWords(() => client.discardedVideos.page({ pageSize: shown }, callOptions));
  return page.data.map(({ videoId, title, discardedAt, deletesAt }) => ({
    videoId,
    title: title ?? videoId,
    discardedAt: discardedAt ?? null,
    deletesAt: deletesAt ?? null,
  }));
}

/** Out of the bin, and back into the library. */
export async function restoreVideo(
  viewer: Viewer,
  { connectionId, videoId }: { connectionId: string; videoId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  const restored = await inWords(() => client.discardedVideos.restore(videoId, callOptions));
  await recordAudit(viewer, { action: "video.restore", subject: restored.title ?? videoId, connectionId });
  await repair(connectionId, videoId);
}
