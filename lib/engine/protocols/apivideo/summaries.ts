import { z } from "zod";
import type { WireSummary, WireSummarySource } from "#lib/providers/apivideo/wire/summaries.ts";
import type { SummaryRow } from "../../db/schema/apivideo-summary.ts";
import type { ApivideoApp } from "./app.ts";
import { parseAttributes, readJson } from "./attributes.ts";
import { oneOf, parsePaging, parseSort, textParameter, toPage } from "./paging.ts";
import { emptyResponse, jsonResponse, notFound, summaryExists } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

const attribute = z.enum(["abstract", "takeaways"]);
const creation = z.object({
  videoId: z.string(),
  origin: z.enum(["auto"]).optional(),
  attributes: z.array(attribute).optional(),
});
const sourceUpdate = z.object({
  abstract: z.string().max(20_000, "An abstract may have 20,000 characters.").nullish(),
  takeaways: z
    .array(z.string().max(2_000, "A takeaway may have 2,000 characters."))
    .length(3, "There are three takeaways.")
    .nullish(),
});

/** Summaries: https://docs.api.video/reference/api/Summaries */
export function mountSummaries(app: ApivideoApp, { videos, summaries, speech }: ApivideoServices): void {
  const get = async (summaryId: string) => {
    const row = await summaries.find(summaryId);
    if (!row) throw notFound("summaryId");
    return row;
  };

  app.post("/summaries", async (c) => {
    const input = parseAttributes(creation, await readJson(c.req.raw));
    const video = await videos.get(input.videoId);
    const row = await summaries.create({
      videoId: video.assetId,
      origin: input.origin ?? "api",
      sourceStatus: input.origin === "auto" ? speech.statusOfSummary() : "missing",
      attributes: input.attributes ?? ["abstract", "takeaways"],
    });
    if (!row) throw summaryExists("videoId");
    if (row.sourceStatus === "waiting") await speech.summarise(video);
    return jsonResponse(toWireSummary(row), 201);
  });

  app.get("/summaries", async (c) => {
    const url = new URL(c.req.url);
    const parameters = url.searchParams;
    const paging = parsePaging(parameters);
    const filter = {
      videoId: textParameter("videoId", parameters),
      origin: oneOf("origin", parameters, ["auto", "api"]),
      sourceStatus: oneOf("sourceStatus", parameters, [
        "missing",
        "waiting",
        "failed",
        "completed",
        "unprocessable",
      ]),
      ...parseSort(parameters, ["createdAt", "updatedAt", "videoId"], "createdAt"),
    };
    const { items, total } = await summaries.page(filter, paging);
    return jsonResponse(toPage(url, paging, items.map(toWireSummary), total));
  });

  app.delete("/summaries/:summaryId", async (c) => {
    if (!(await summaries.remove(c.req.param("summaryId")))) throw notFound("summaryId");
    return emptyResponse();
  });

  app.get("/summaries/:summaryId/source", async (c) =>
    jsonResponse(toWireSource(await get(c.req.param("summaryId")))),
  );

  app.patch("/summaries/:summaryId/source", async (c) => {
    const before = await get(c.req.param("summaryId"));
    if (before.sourceStatus === "waiting") throw summaryExists("videoId");
    const { abstract, takeaways } = parseAttributes(sourceUpdate, await readJson(c.req.raw));
    const row = await summaries.change(before.summaryId, {
      ...(abstract !== undefined && { abstract }),
      ...(takeaways !== undefined && { takeaways }),
      sourceStatus: "completed",
    });
    if (!row) throw notFound("summaryId");
    return jsonResponse(toWireSource(row), 201);
  });
}

function toWireSummary(row: SummaryRow): WireSummary {
  return {
    summaryId: row.summaryId,
    createdAt: toAtom(row.createdAt),
    updatedAt: toAtom(row.updatedAt),
    videoId: row.videoId,
    origin: row.origin,
    sourceStatus: row.sourceStatus,
  };
}

const toWireSource = (row: SummaryRow): WireSummarySource => ({
  abstract: row.abstract,
  takeaways: row.takeaways ? [...row.takeaways] : null,
});
