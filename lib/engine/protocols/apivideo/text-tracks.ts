import { z } from "zod";
import type { WireCaption, WireChapter } from "#lib/providers/apivideo/wire/text-tracks.ts";
import type { TextTrackRow } from "../../db/schema/apivideo-text-track.ts";
import { mediaAddresses } from "./addresses.ts";
import type { ApivideoApp } from "./app.ts";
import { isStorableText, parseAttributes, readJson } from "./attributes.ts";
import { type FormFile, readFileForm } from "./file-form.ts";
import { languageName } from "./languages.ts";
import { parsePaging, toPage } from "./paging.ts";
import { emptyResponse, fileProblem, invalidAttribute, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import type { TrackKind } from "./text-track-store.ts";
import { isPublic } from "./video-details.ts";

const mostTrackBytes = 2 * 1024 * 1024;

/** Captions and chapters: https://docs.api.video/reference/api/Captions, …/Chapters */
export function mountTextTracks(app: ApivideoApp, services: ApivideoServices): void {
  mountKind(app, services, "captions", toWireCaption);
  mountKind(app, services, "chapters", toWireChapter);

  app.patch("/videos/:videoId/captions/:language", async (c) => {
    const { videos, tracks } = services;
    const video = await videos.get(c.req.param("videoId"));
    const input = parseAttributes(z.object({ default: z.boolean() }), await readJson(c.req.raw));
    const language = checkLanguage(c.req.param("language"));
    const row = await tracks.setDefault(video.assetId, language, input.default);
    if (!row) throw notFound("language");
    return jsonResponse(toWireCaption(row, sourceOf(services, c.req.raw, video)(row)));
  });
}

function mountKind(
  app: ApivideoApp,
  services: ApivideoServices,
  kind: TrackKind,
  toWire: (row: TextTrackRow, src: string) => WireCaption | WireChapter,
): void {
  const { videos, tracks } = services;

  app.get(`/videos/:videoId/${kind}`, async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const { items, total } = await tracks.page(video.assetId, kind, paging);
    const src = sourceOf(services, c.req.raw, video);
    return jsonResponse(
      toPage(
        url,
        paging,
        items.map((row) => toWire(row, src(row))),
        total,
      ),
    );
  });

  app.post(`/videos/:videoId/${kind}/:language`, async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const language = checkLanguage(c.req.param("language"));
    const { file } = await readFileForm(c.req.raw, mostTrackBytes);
    const row = await tracks.put(video.assetId, kind, language, checkVtt(file));
    return jsonResponse(toWire(row, sourceOf(services, c.req.raw, video)(row)));
  });

  app.get(`/videos/:videoId/${kind}/:language`, async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const row = await tracks.find(video.assetId, kind, checkLanguage(c.req.param("language")));
    if (!row) throw notFound("language");
    return jsonResponse(toWire(row, sourceOf(services, c.req.raw, video)(row)));
  });

  app.delete(`/videos/:videoId/${kind}/:language`, async (c) => {
    const video = await videos.get(c.req.param("videoId"));
    const isRemoved = await tracks.remove(video.assetId, kind, checkLanguage(c.req.param("language")));
    if (!isRemoved) throw notFound("language");
    return emptyResponse();
  });
}

function sourceOf(
  { tokens }: ApivideoServices,
  request: Request,
  video: { assetId: string; details: Readonly<Record<string, unknown>> },
) {
  const { at } = mediaAddresses("vod", video.assetId, {
    origin: new URL(request.url).origin,
    isPublic: isPublic(video),
    tokens,
  });
  return ({ kind, language }: TextTrackRow) => at(`${kind}/${language}.vtt`);
}

/** The document's own sample of a bad language. */
function checkLanguage(language: string): string {
  if (languageName(language) === undefined) {
    throw invalidAttribute("language", 'The "language" attribute is not valid.');
  }
  return language;
}

/** WebVTT begins with its name; a byte order mark may stand before it. */
function checkVtt({ bytes }: FormFile): string {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  const isVtt = /^WEBVTT(?:[ \t][^\r\n]*)?(?:\r?\n|\r|$)/.test(text);
  if (!isVtt || !isStorableText(text))
    throw fileProblem("uploaded-file-invalid-file", "It must be a WebVTT file.");
  return text;
}

function toWireCaption(row: TextTrackRow, src: string): WireCaption {
  return {
    uri: `/videos/${row.videoId}/captions/${row.language}`,
    src,
    srclang: row.language,
    languageName: languageName(row.language) ?? null,
    default: row.isDefault,
  };
}

function toWireChapter(row: TextTrackRow, src: string): WireChapter {
  return { uri: `/videos/${row.videoId}/chapters/${row.language}`, src, language: row.language };
}
