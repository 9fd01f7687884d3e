import { and, asc, count, desc, eq, gt, isNull, or } from "drizzle-orm";
import { z } from "zod";
import type { WireUploadToken } from "#lib/providers/apivideo/wire/upload-tokens.ts";
import { uploadTokenTable as table, type UploadTokenRow } from "../../db/schema/apivideo-upload-token.ts";
import type { Engine } from "../../engine.ts";
import type { ApivideoApp } from "./app.ts";
import { isStorableText, parseAttributes, readJson } from "./attributes.ts";
import { newId } from "./ids.ts";
import { parsePaging, parseSort, sliceOf, toPage } from "./paging.ts";
import { emptyResponse, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

const longestTtl = 2_147_483_647;
const outOfBounds = `"ttl" must be from 0 to ${longestTtl}.`;
const creation = z.object({
  ttl: z.int(outOfBounds).min(0, outOfBounds).max(longestTtl, outOfBounds).nullish(),
});

/** Upload tokens: https://docs.api.video/reference/api/Upload-Tokens */
export function mountUploadTokens(app: ApivideoApp, { engine }: ApivideoServices): void {
  const { db } = engine.db;
  const isOwn = eq(table.accountId, engine.accounts.apivideo.accountId);

  app.post("/upload-tokens", async (c) => {
    const ttl = parseAttributes(creation, await readJson(c.req.raw)).ttl ?? 0;
    const createdAt = engine.clock.now();
    const [row] = await db
      .insert(table)
      .values({
        token: newId("to"),
        accountId: engine.accounts.apivideo.accountId,
        ttl,
        createdAt,
        expiresAt: ttl === 0 ? null : new Date(createdAt.getTime() + ttl * 1000),
      })
      .returning();
    if (!row) throw new Error("The upload token was not inserted.");
    return jsonResponse(toWireToken(row));
  });

  app.get("/upload-tokens", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const { sortBy, sortOrder } = parseSort(url.searchParams, ["createdAt", "ttl"], "createdAt");
    const direction = sortOrder === "asc" ? asc : desc;
    const { offset, limit } = sliceOf(paging);
    const where = and(isOwn, isAlive(engine.clock.now()));
    const rows = await db
      .select()
      .from(table)
      .where(where)
      .orderBy(direction(sortBy === "ttl" ? table.ttl : table.createdAt), direction(table.sequence))
      .limit(limit)
      .offset(offset);
    const [counted] = await db.select({ total: count() }).from(table).where(where);
    return jsonResponse(toPage(url, paging, rows.map(toWireToken), counted?.total ?? 0));
  });

  app.get("/upload-tokens/:uploadToken", async (c) => {
    const row = await findUploadToken(engine, c.req.param("uploadToken"));
    if (!row) throw notFound("uploadToken");
    return jsonResponse(toWireToken(row));
  });

  app.delete("/upload-tokens/:uploadToken", async (c) => {
    const rows = await db
      .delete(table)
      .where(and(isOwn, eq(table.token, c.req.param("uploadToken"))))
      .returning({ token: table.token });
    if (rows.length === 0) throw notFound("uploadToken");
    return emptyResponse();
  });
}

/** Undefined for one that was revoked, has expired or never was. */
export async function findUploadToken(engine: Engine, token: string): Promise<UploadTokenRow | undefined> {
  if (!isStorableText(token)) return undefined;
  const [row] = await engine.db.db
    .select()
    .from(table)
    .where(
      and(
        eq(table.accountId, engine.accounts.apivideo.accountId),
        eq(table.token, token),
        isAlive(engine.clock.now()),
      ),
    );
  return row;
}

const isAlive = (now: Date) => or(isNull(table.expiresAt), gt(table.expiresAt, now));

function toWireToken(row: UploadTokenRow): WireUploadToken {
  return {
    token: row.token,
    ttl: row.ttl,
    createdAt: toAtom(row.createdAt),
    expiresAt: row.expiresAt && toAtom(row.expiresAt),
  };
}
