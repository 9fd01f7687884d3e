import { formatTimestamp } from "#lib/domain/cues.ts";

/** What a player shows, in full size, as a JPEG file. Rejects with words for a person. */
export async function grabFrame(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d");
  if (!pen || canvas.width === 0) throw new Error("The player shows no frame yet.");
  pen.drawImage(video, 0, 0);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  if (!picture) throw new Error("This browser could not keep the frame.");
  const name = `frame-${formatTimestamp(video.currentTime * 1000).replaceAll(":", ".")}.jpg`;
  return new File([picture], name, { type: "image/jpeg" });
}
