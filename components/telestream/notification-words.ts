import type { NotificationEventName } from "#lib/features/telestream/schema/notification-events.ts";

/** When each is sent. */
export const eventWords: Readonly<Record<NotificationEventName, { label: string; help: string }>> = {
  video_created: { label: "Video created", help: "A source has come in, or could not be read." },
  video_encoded: { label: "Video encoded", help: "Every encoding of a video has ended." },
  encoding_progress: {
    label: "Encoding progress",
    help: "About every ten seconds while one runs: a lot of requests.",
  },
  encoding_completed: { label: "Encoding completed", help: "One encoding is done, or failed." },
};
