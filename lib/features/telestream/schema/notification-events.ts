/** As the settings name them. */
export const notificationEventNames = [
  "video_created",
  "video_encoded",
  "encoding_progress",
  "encoding_completed",
] as const;
export type NotificationEventName = (typeof notificationEventNames)[number];
