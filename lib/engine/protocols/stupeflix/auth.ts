import type { EngineAccounts } from "../../accounts.ts";
import { isSameSecret, parseAuthorization } from "../../authorization.ts";
import type { EngineAccount } from "../../library/types.ts";
import { badCredentials } from "./problems.ts";

/** The parts of a request that may carry credentials: section A1, "Authentication". */
export interface Credentials {
  readonly authorization: string | undefined;
  /** `secret` in the data: the body of a POST or DELETE, the query of a GET. */
  readonly secret: unknown;
  /** `api_key` in the data. */
  readonly apiKey: unknown;
  /** `Referrer` as the documentation spells it, or `Referer` as browsers do. */
  readonly referrer: string | undefined;
}

/** An API key is public, so it counts only from pages on this list: this machine's own. */
const allowedReferrers = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Any of the three ways, the header first. Throws 401; undefined when the request carries none of them. */
export function findAccount(
  accounts: Pick<EngineAccounts, "credentials" | "stupeflix">,
  given: Credentials,
): EngineAccount | undefined {
  const authorization = parseAuthorization(given.authorization);
  if (authorization?.scheme === "secret") return bySecret(accounts, authorization.value);
  if (authorization?.scheme === "api-key") return byApiKey(accounts, authorization.value, given.referrer);
  if (authorization) throw badCredentials("the scheme must be Secret or Api-Key");
  if (given.secret !== undefined) return bySecret(accounts, given.secret);
  if (given.apiKey !== undefined) return byApiKey(accounts, given.apiKey, given.referrer);
  return undefined;
}

/** As `findAccount`; a request without credentials is 401 too. */
export function requireAccount(
  accounts: Pick<EngineAccounts, "credentials" | "stupeflix">,
  given: Credentials,
): EngineAccount {
  const account = findAccount(accounts, given);
  if (!account) throw badCredentials("a secret or an API key is needed");
  return account;
}

function bySecret(
  accounts: Pick<EngineAccounts, "credentials" | "stupeflix">,
  secret: unknown,
): EngineAccount {
  if (typeof secret !== "string" || !isSameSecret(secret, accounts.credentials.stupeflix.secret)) {
    throw badCredentials("the secret is wrong");
  }
  return accounts.stupeflix;
}

function byApiKey(
  accounts: Pick<EngineAccounts, "credentials" | "stupeflix">,
  apiKey: unknown,
  referrer: string | undefined,
): EngineAccount {
  if (typeof apiKey !== "string" || !isSameSecret(apiKey, accounts.credentials.stupeflix.apiKey)) {
    throw badCredentials("the API key is wrong");
  }
  const host = URL.parse(referrer ?? "")?.hostname;
  if (host === undefined || !allowedReferrers.has(host)) {
    throw badCredentials("the API key may not be used from this referrer");
  }
  return accounts.stupeflix;
}
