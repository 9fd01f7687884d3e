import type { EngineAccounts } from "../../accounts.ts";
import { isSameSecret, parseAuthorization } from "../../authorization.ts";
import type { EngineAccount } from "../../library/types.ts";
import type { AccountSettings } from "./account-settings.ts";
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

type Accounts = Pick<EngineAccounts, "credentials" | "stupeflix">;

export type Strength = "any" | "secret";

/** Tells whose a request is, by any of the three ways, the header first. */
export class Authenticator {
  readonly #accounts: Accounts;
  readonly #settings: Pick<AccountSettings, "referrers">;

  constructor(accounts: Accounts, settings: Pick<AccountSettings, "referrers">) {
    this.#accounts = accounts;
    this.#settings = settings;
  }

  /** Throws 401; undefined when the request carries no credentials. */
  async find(given: Credentials): Promise<{ account: EngineAccount; isSecret: boolean } | undefined> {
    const authorization = parseAuthorization(given.authorization);
    if (authorization?.scheme === "secret") return this.#bySecret(authorization.value);
    if (authorization?.scheme === "api-key") return this.#byApiKey(authorization.value, given.referrer);
    if (authorization) throw badCredentials("the scheme must be Secret or Api-Key");
    if (given.secret !== undefined) return this.#bySecret(given.secret);
    if (given.apiKey !== undefined) return this.#byApiKey(given.apiKey, given.referrer);
    return undefined;
  }

  /** As `find`; a request without credentials is 401 too, as is one with a public key where a secret is needed. */
  async require(given: Credentials, strength: Strength = "any"): Promise<EngineAccount> {
    const found = await this.find(given);
    if (!found) throw badCredentials("a secret or an API key is needed");
    if (strength === "secret" && !found.isSecret) throw badCredentials("the secret is needed for this");
    return found.account;
  }

  #bySecret(secret: unknown) {
    const { credentials, stupeflix } = this.#accounts;
    if (typeof secret !== "string" || !isSameSecret(secret, credentials.stupeflix.secret)) {
      throw badCredentials("the secret is wrong");
    }
    return { account: stupeflix, isSecret: true };
  }

  async #byApiKey(apiKey: unknown, referrer: string | undefined) {
    const { credentials, stupeflix } = this.#accounts;
    if (typeof apiKey !== "string" || !isSameSecret(apiKey, credentials.stupeflix.apiKey)) {
      throw badCredentials("the API key is wrong");
    }
    const { hostname, host } = URL.parse(referrer ?? "") ?? {};
    const allowed = await this.#settings.referrers(stupeflix.accountId);
    if (!hostname || !host || !(allowed.includes(hostname) || allowed.includes(host))) {
      throw badCredentials("the API key may not be used from this referrer");
    }
    return { account: stupeflix, isSecret: false };
  }
}
