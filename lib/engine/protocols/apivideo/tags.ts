import type { WireTag } from "#lib/providers/apivideo/wire/tags.ts";
import type { ApivideoApp } from "./app.ts";
import { parsePaging, parseSort, sliceOf, textParameter, toPage } from "./paging.ts";
import { jsonResponse } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";

/** Letters without their accents, in lower case, so that `Élan` is found by `elan`. */
const plain = (column: string) =>
  `lower(regexp_replace(normalize(${column}, NFD), '[\\u0300-\\u036f]', '', 'g'))`;

/** Tags: https://docs.api.video/reference/api/Tags */
export function mountTags(app: ApivideoApp, { engine }: ApivideoServices): void {
  app.get("/tags", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const value = textParameter("value", url.searchParams);
    const { sortBy, sortOrder } = parseSort(url.searchParams, ["value", "videoCount"], "value");
    const { offset, limit } = sliceOf(paging);
    // Neither the column nor the direction comes from the request as text: both were chosen from a list.
    const order = `${sortBy === "value" ? "value" : "video_count"} ${sortOrder}, value`;
    const rows = await engine.db.query<{ value: string; video_count: number; total: number }>(
      `WITH used AS (
         SELECT tag AS value, count(DISTINCT asset_id)::int AS video_count
         FROM asset, jsonb_array_elements_text(details -> 'tags') AS tag
         WHERE account_id = 'apivideo' AND details ->> 'deletesAt' IS NULL
           AND jsonb_typeof(details -> 'tags') = 'array'
         GROUP BY tag)
       SELECT value, video_count, count(*) OVER ()::int AS total FROM used
       WHERE $1::text IS NULL OR strpos(${plain("value")}, ${plain("$1::text")}) > 0
       ORDER BY ${order} LIMIT $2 OFFSET $3`,
      [value ?? null, limit, offset],
    );
    const data = rows.map((row): WireTag => ({ value: row.value, videoCount: row.video_count }));
    return jsonResponse(toPage(url, paging, data, rows[0]?.total ?? 0));
  });
}
