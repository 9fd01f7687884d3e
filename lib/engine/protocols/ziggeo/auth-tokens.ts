import type { WireAuthToken } from "#lib/providers/ziggeo/wire.ts";
import type { AuthToken } from "../../db/schema/ziggeo-access.ts";
import type { ZiggeoApp } from "./app.ts";
import { readBody } from "./arguments.ts";
import { asciiJson } from "./ascii-json.ts";
import type { ZiggeoServices } from "./services.ts";

/** Auth tokens: shared/protocols/ziggeo.md §8. */
export function mountAuthTokens(app: ZiggeoApp, { authTokens }: ZiggeoServices): void {
  app.post("/v1/authtokens/", async (c) =>
    asciiJson(toWireAuthToken(await authTokens.create(c.var.account, await readBody(c.req.raw)))),
  );

  app.get("/v1/authtokens/:token", async (c) =>
    asciiJson(toWireAuthToken(await authTokens.get(c.var.account, c.req.param("token")))),
  );

  app.post("/v1/authtokens/:token", async (c) => {
    const given = await readBody(c.req.raw);
    return asciiJson(toWireAuthToken(await authTokens.update(c.var.account, c.req.param("token"), given)));
  });

  app.delete("/v1/authtokens/:token", async (c) => {
    await authTokens.remove(c.var.account, c.req.param("token"));
    return asciiJson({});
  });
}

/** Both spellings of the usage expiration, for readers of either age. */
export function toWireAuthToken(token: AuthToken): WireAuthToken {
  return {
    volatile: token.volatile,
    token: token.token,
    nonce: null,
    hidden: token.hidden,
    expiration_date: token.expiresAt === null ? null : token.expiresAt.getTime() / 1000,
    usage_expiration_time: token.usageSeconds,
    usage_experitation_time: token.usageSeconds,
    session_limit: token.sessionLimit,
    grants: token.grants,
    type: "ApiAuthToken",
    created: Math.floor(token.createdAt.getTime() / 1000),
  };
}
