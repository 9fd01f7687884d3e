import type { MediaFacts } from "../../../library/types.ts";
import { publishOnFacebook } from "../publish/facebook.ts";
import { openVideoFile, type VideoFile } from "../publish/video-file.ts";
import { publishOnVimeo } from "../publish/vimeo.ts";
import { publishOnYoutube } from "../publish/youtube.ts";
import { address, flag, integer, text, texts } from "./parameters.ts";
import { readMedia } from "./read-media.ts";
import type { TaskContext } from "./task-context.ts";
import { defineTask } from "./task-kind.ts";
import { requirePicture } from "./video-info.ts";

const secret = (description: string) => text({ required: true, control: "secret", description });
const optionalSecret = (description: string) => text({ control: "secret", description });
const source = address({ required: true, accepts: "video", description: "Address of the video." });
const duration = { type: "float", description: "Duration of the video, in seconds." } as const;
const described = text({ control: "multiline", description: "Description of the video." });

/** A video published on YouTube. */
export const videoUploadYoutube = defineTask({
  name: "video.upload.youtube",
  group: "publish",
  summary: "Publishes a video on YouTube.",
  pace: "light",
  parameters: {
    url: source,
    access_token: secret("The target user's access token, with the right to upload."),
    developer_key: secret("The YouTube developer key of a registered app."),
    title: text({ required: true, description: "Title of the video." }),
    description: described,
    tags: texts({ default: [], maximumItems: 500, description: "Tags of the video." }),
    category_id: integer({ minimum: 1, default: 22, description: "Number of the video's category." }),
    privacy_status: text({
      choices: ["public", "private", "unlisted"],
      default: "public",
      description: "Who may see the video.",
    }),
  },
  values: { output: { type: "string", description: "Address of the video on YouTube." }, duration },
  run: (given, context) =>
    withVideo(given.url, context, async (file, seconds) => ({
      output: await publishOnYoutube(file, given, context, context.progress),
      duration: seconds,
    })),
});

/** A video published on Vimeo. */
export const videoUploadVimeo = defineTask({
  name: "video.upload.vimeo",
  group: "publish",
  summary: "Publishes a video on Vimeo.",
  pace: "light",
  parameters: {
    url: source,
    title: text({ description: "Title of the video." }),
    description: described,
    consumer_key: optionalSecret("OAuth 1 consumer key. Vimeo closed the API that took it."),
    consumer_secret: optionalSecret("OAuth 1 consumer secret. Vimeo closed the API that took it."),
    access_token_key: optionalSecret("OAuth 1 access token key. Vimeo closed the API that took it."),
    access_token_secret: optionalSecret("OAuth 1 access token secret. Vimeo closed the API that took it."),
    oauth2_token: secret("The user's OAuth 2 access token, with the rights to upload and edit."),
  },
  values: {
    output: { type: "string", description: "Address of the video on Vimeo." },
    duration,
    free_space: { type: "integer", description: "Bytes that the account may still upload." },
    uploaded_file_size: { type: "integer", description: "Bytes of the file." },
  },
  run: (given, context) =>
    withVideo(given.url, context, async (file, seconds) => {
      const published = await publishOnVimeo(file, given, context, context.progress);
      return {
        output: published.address,
        duration: seconds,
        free_space: published.freeSpace,
        uploaded_file_size: file.size,
      };
    }),
});

/** A video published on Facebook. */
export const videoUploadFacebook = defineTask({
  name: "video.upload.fb",
  group: "publish",
  summary: "Publishes a video on Facebook.",
  pace: "light",
  parameters: {
    url: source,
    access_token: secret("The target user's or page's access token."),
    title: text({ description: "Title of the video." }),
    description: described,
    privacy: text({
      choices: ["AUTO", "EVERYONE", "ALL_FRIENDS", "FRIENDS_OF_FRIENDS", "SELF"],
      default: "AUTO",
      description: "Who may see the video.",
    }),
    no_story: flag({ default: false, description: "Does not tell it in the feed and the timeline." }),
    api_key: text({ default: "-", control: "secret", description: "Facebook API key." }),
    app_secret: text({ default: "-", control: "secret", description: "Facebook app secret." }),
  },
  values: { duration },
  files: { output: { description: "The video on Facebook." } },
  run: (given, context) =>
    withVideo(given.url, context, async (file, seconds) => ({
      output: await publishOnFacebook(file, given, context, context.progress),
      duration: seconds,
    })),
});

/** Fetches the video, and gives it away as it is: no service wants it encoded twice. */
async function withVideo(
  url: string,
  context: TaskContext,
  publish: (file: VideoFile, seconds: number | null) => Promise<Record<string, unknown>>,
) {
  const path = await context.fetch("url", url);
  const facts: MediaFacts = requirePicture("url", await readMedia("url", path, context));
  await using file = await openVideoFile(path, facts.mimeType);
  return { values: await publish(file, facts.durationMs === null ? null : facts.durationMs / 1000) };
}
