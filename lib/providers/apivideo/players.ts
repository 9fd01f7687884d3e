import type { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import type { Http } from "../http.ts";
import { path } from "../path.ts";
import type { CallOptions } from "../provider.ts";
import { type FilePart, toForm } from "./file-part.ts";
import { type PageQuery, walk } from "./page-query.ts";
import type { WirePage } from "./wire/page.ts";
import { type WirePlayer, wirePlayer, wirePlayerPage } from "./wire/players.ts";

/** Colours are `rgba(r, g, b, a)`. */
export type PlayerProperties = { readonly name?: string } & {
  readonly [Colour in (typeof playerColours)[number]]?: string;
} & { readonly [Switch in (typeof playerSwitches)[number]]?: boolean };

export interface PlayerQuery extends PageQuery {
  readonly sortBy?: "name" | "createdAt" | "updatedAt";
}

/** Player themes: https://docs.api.video/reference/api/Player-Themes */
export class PlayersResource {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(player: PlayerProperties, options?: CallOptions): Promise<WirePlayer> {
    return this.#http.post("/players", { json: player, schema: wirePlayer, ...options });
  }

  page(query: PlayerQuery = {}, options?: CallOptions): Promise<WirePage<WirePlayer>> {
    return this.#http.get("/players", { query: { ...query }, schema: wirePlayerPage, ...options });
  }

  list(query: PlayerQuery = {}, options?: CallOptions): AsyncGenerator<WirePlayer> {
    return walk((at) => this.page({ ...query, ...at }, options));
  }

  get(playerId: string, options?: CallOptions): Promise<WirePlayer> {
    return this.#http.get(path`/players/${playerId}`, { schema: wirePlayer, ...options });
  }

  update(playerId: string, changes: PlayerProperties, options?: CallOptions): Promise<WirePlayer> {
    return this.#http.patch(path`/players/${playerId}`, { json: changes, schema: wirePlayer, ...options });
  }

  async remove(playerId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/players/${playerId}`, options);
  }

  /** @param link where a click on the logo leads */
  uploadLogo(playerId: string, logo: FilePart, link: string, options?: CallOptions): Promise<WirePlayer> {
    return this.#http.post(path`/players/${playerId}/logo`, {
      multipart: toForm(logo, { link }),
      schema: wirePlayer,
      ...options,
    });
  }

  async removeLogo(playerId: string, options?: CallOptions): Promise<void> {
    await this.#http.delete(path`/players/${playerId}/logo`, options);
  }
}
