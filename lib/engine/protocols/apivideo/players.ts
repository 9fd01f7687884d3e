import { and, asc, count, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import type { WirePlayer } from "#lib/providers/apivideo/wire/players.ts";
import { type PlayerRow, playerTable as table } from "../../db/schema/apivideo-player.ts";
import type { Engine } from "../../engine.ts";
import type { ApivideoApp } from "./app.ts";
import { isStorableText, parseAttributes, readJson } from "./attributes.ts";
import { checkPicture, pictureMimeTypes, readFileForm } from "./file-form.ts";
import { newId } from "./ids.ts";
import { parsePaging, parseSort, sliceOf, toPage } from "./paging.ts";
import { attributeRequired, emptyResponse, invalidAttribute, jsonResponse, notFound } from "./problems.ts";
import type { ApivideoServices } from "./services.ts";
import { toAtom } from "./times.ts";

const mostLogoBytes = 8 * 1024 * 1024;

const colour = z
  .string()
  .regex(
    /^rgba\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*(0|1|0?\.\d+|1\.0+)\s*\)$/,
    "A colour is written rgba(red, green, blue, opacity).",
  );
const properties = z.object({
  name: z.string().max(100, "The name may have 100 characters.").nullish(),
  ...Object.fromEntries(playerColours.map((name) => [name, colour.nullish()])),
  ...Object.fromEntries(playerSwitches.map((name) => [name, z.boolean().nullish()])),
}) as z.ZodType<{ name?: string | null } & Record<string, string | boolean | null | undefined>>;

/** What a theme has that says nothing else; the vendor's samples show these colours. */
const defaults: Readonly<Record<string, string | boolean>> = {
  text: "rgba(255, 255, 255, 1)",
  link: "rgba(255, 255, 255, 1)",
  linkHover: "rgba(255, 255, 255, 1)",
  linkActive: "rgba(255, 255, 255, 1)",
  trackPlayed: "rgba(88, 131, 255, .95)",
  trackUnplayed: "rgba(255, 255, 255, .35)",
  trackBackground: "rgba(255, 255, 255, .2)",
  backgroundTop: "rgba(0, 0, 0, .7)",
  backgroundBottom: "rgba(0, 0, 0, .7)",
  backgroundText: "rgba(0, 0, 0, .5)",
  enableApi: true,
  enableControls: true,
  forceAutoplay: false,
  hideTitle: false,
  forceLoop: false,
};

/** Player themes: https://docs.api.video/reference/api/Player-Themes */
export function mountPlayers(app: ApivideoApp, { engine }: ApivideoServices): void {
  const { db } = engine.db;
  const { accountId } = engine.accounts.apivideo;
  const own = (playerId: string) => and(eq(table.accountId, accountId), eq(table.playerId, playerId));
  const get = async (playerId: string) => {
    const row = await findPlayer(engine, playerId);
    if (!row) throw notFound("playerId");
    return row;
  };
  const change = async (playerId: string, changes: Partial<PlayerRow>) => {
    const [row] = await db
      .update(table)
      .set({ ...changes, updatedAt: engine.clock.now() })
      .where(own(playerId))
      .returning();
    if (!row) throw notFound("playerId");
    return row;
  };
  const originOf = (request: Request) => new URL(request.url).origin;

  app.post("/players", async (c) => {
    const { name = null, ...settings } = parseAttributes(properties, await readJson(c.req.raw));
    const now = engine.clock.now();
    const [row] = await db
      .insert(table)
      .values({
        playerId: newId("pl"),
        accountId,
        name,
        settings: withoutNulls(settings),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("The player theme was not inserted.");
    return jsonResponse(toWirePlayer(row, originOf(c.req.raw)), 201);
  });

  app.get("/players", async (c) => {
    const url = new URL(c.req.url);
    const paging = parsePaging(url.searchParams);
    const { sortBy, sortOrder } = parseSort(
      url.searchParams,
      ["name", "createdAt", "updatedAt"],
      "createdAt",
    );
    const direction = sortOrder === "asc" ? asc : desc;
    const { offset, limit } = sliceOf(paging);
    const where = eq(table.accountId, accountId);
    const rows = await db
      .select()
      .from(table)
      .where(where)
      .orderBy(direction(table[sortBy]), direction(table.sequence))
      .limit(limit)
      .offset(offset);
    const [counted] = await db.select({ total: count() }).from(table).where(where);
    const data = rows.map((row) => toWirePlayer(row, url.origin));
    return jsonResponse(toPage(url, paging, data, counted?.total ?? 0));
  });

  app.get("/players/:playerId", async (c) =>
    jsonResponse(toWirePlayer(await get(c.req.param("playerId")), originOf(c.req.raw))),
  );

  app.patch("/players/:playerId", async (c) => {
    const before = await get(c.req.param("playerId"));
    const { name, ...settings } = parseAttributes(properties, await readJson(c.req.raw));
    const row = await change(before.playerId, {
      ...(name !== undefined && { name }),
      settings: { ...before.settings, ...withoutNulls(settings) },
    });
    return jsonResponse(toWirePlayer(row, originOf(c.req.raw)));
  });

  app.delete("/players/:playerId", async (c) => {
    const [row] = await db
      .delete(table)
      .where(own(c.req.param("playerId")))
      .returning();
    if (!row) throw notFound("playerId");
    if (row.logoKey) await engine.storage.remove(row.logoKey);
    return emptyResponse();
  });

  app.post("/players/:playerId/logo", async (c) => {
    const before = await get(c.req.param("playerId"));
    const { file, fields } = await readFileForm(c.req.raw, mostLogoBytes);
    const format = checkPicture(file, ["jpeg", "png"]);
    const link = fields.get("link");
    if (link === undefined) throw attributeRequired("link");
    if (!/^https?:\/\//.test(link) || URL.parse(link) === null || !isStorableText(link)) {
      throw invalidAttribute("link", 'The "link" attribute must be an http or https URL.');
    }
    const logoKey = engine.storage.newKey(`logo.${format}`);
    await engine.storage.write(logoKey, file.bytes);
    const row = await change(before.playerId, {
      logoKey,
      logoMimeType: pictureMimeTypes[format],
      logoLink: link,
    });
    if (before.logoKey) await engine.storage.remove(before.logoKey);
    return jsonResponse(toWirePlayer(row, originOf(c.req.raw)), 201);
  });

  app.delete("/players/:playerId/logo", async (c) => {
    const before = await get(c.req.param("playerId"));
    await change(before.playerId, { logoKey: null, logoMimeType: null, logoLink: null });
    if (before.logoKey) await engine.storage.remove(before.logoKey);
    return emptyResponse();
  });
}

export async function findPlayer(engine: Engine, playerId: string): Promise<PlayerRow | undefined> {
  const [row] = await engine.db.db
    .select()
    .from(table)
    .where(and(eq(table.accountId, engine.accounts.apivideo.accountId), eq(table.playerId, playerId)));
  return row;
}

/** A theme with what it leaves out. */
export const settingsOf = (row: Pick<PlayerRow, "settings"> | undefined) => ({
  ...defaults,
  ...row?.settings,
});

function toWirePlayer(row: PlayerRow, origin: string): WirePlayer {
  const { logoKey, playerId } = row;
  return {
    playerId,
    name: row.name,
    ...settingsOf(row),
    createdAt: toAtom(row.createdAt),
    updatedAt: toAtom(row.updatedAt),
    assets: {
      // The file's own name keeps a changed logo from being taken from a cache.
      logo: logoKey && `${origin}/player/${playerId}/logo?${logoKey.slice(-24).replace(/\W/g, "")}`,
      link: row.logoLink,
    },
  };
}

function withoutNulls(
  settings: Readonly<Record<string, string | boolean | null | undefined>>,
): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string | boolean] => entry[1] != null),
  );
}
