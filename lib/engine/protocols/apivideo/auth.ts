import { z } from "zod";
import { isSameSecret, parseAuthorization, parseBasic } from "../../authorization.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { accessTokenSeconds, isLiveToken, issueTokens } from "./access-tokens.ts";
import type { ApivideoApp } from "./app.ts";
import { invalidCredentials, invalidPayload, jsonResponse, unauthorized } from "./problems.ts";

/**
 * Basic with the API key as user and no password, or Bearer with an access token or the key itself. An empty
 * header counts as none: the Node client without a key sends one. Throws 401.
 */
export function authenticate(
  engine: Pick<Engine, "accounts" | "clock">,
  header: string | undefined,
): EngineAccount {
  const { apiKey } = engine.accounts.credentials.apivideo;
  const authorization = parseAuthorization(header);
  if (!authorization) throw unauthorized("authentication-missing-authorization-header");
  const { scheme, value } = authorization;
  if (scheme === "basic") {
    const given = parseBasic(value);
    if (!given) throw unauthorized("authentication-invalid-authorization-header-value");
    if (given.password !== "" || !isSameSecret(given.user, apiKey)) {
      throw unauthorized("authentication-invalid-api-key");
    }
    return engine.accounts.apivideo;
  }
  if (scheme !== "bearer") throw unauthorized("authentication-invalid-authorization-header-value");
  if (!isSameSecret(value, apiKey) && !isLiveToken(value, "access", apiKey, engine.clock.now())) {
    throw unauthorized("authentication-invalid-access-token");
  }
  return engine.accounts.apivideo;
}

/**
 * Authentication: https://docs.api.video/reference/api/Authentication
 * The bodies are JSON whatever their type says: the browser uploader names none.
 */
export function mountAuth(app: ApivideoApp, engine: Engine): void {
  const { apiKey } = engine.accounts.credentials.apivideo;
  const answer = () => {
    const tokens = issueTokens(apiKey, engine.clock.now());
    return jsonResponse({
      token_type: "Bearer",
      expires_in: accessTokenSeconds,
      access_token: tokens.accessToken,
      refresh_token: tokens.refreshToken,
    });
  };

  app.post("/auth/api-key", async (c) => {
    const given = z.object({ apiKey: z.string() }).safeParse(parseBody(await c.req.text()));
    if (!given.success || !isSameSecret(given.data.apiKey, apiKey)) throw invalidCredentials();
    return answer();
  });

  app.post("/auth/refresh", async (c) => {
    const given = z.object({ refreshToken: z.string() }).safeParse(parseBody(await c.req.text()));
    const now = engine.clock.now();
    if (!given.success || !isLiveToken(given.data.refreshToken, "refresh", apiKey, now)) {
      throw invalidCredentials();
    }
    return answer();
  });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidPayload();
  }
}
