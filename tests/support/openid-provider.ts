import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { findFreePorts } from "./ports.ts";

/** What the provider knows of an account. A test may change it between two sign-ins. */
export interface OpenIdAccount {
  email: string;
  emailVerified: boolean;
}

export interface OpenIdProvider {
  readonly issuer: string;
  /** By `sub`, which is also what is typed as the login; the page takes any password. */
  readonly accounts: Map<string, OpenIdAccount>;
  close(): Promise<void>;
}

/**
 * A real OpenID Connect provider (npm `oidc-provider`, certified) on 127.0.0.1, with its own pages for signing in and
 * consenting. It keeps the e-mail address out of ID tokens, as Core §5.4 says.
 */
export async function startOpenIdProvider(client: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}): Promise<OpenIdProvider> {
  const port = await findFreePorts(1);
  const issuer = `http://127.0.0.1:${port}`;
  const accounts = new Map<string, OpenIdAccount>();
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount(_context, sub) {
      const account = accounts.get(sub);
      return (
        account && {
          accountId: sub,
          claims: () => ({ sub, email: account.email, email_verified: account.emailVerified, name: sub }),
        }
      );
    },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "test", use: "sig", alg: "RS256" }] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
  });
  const server = createServer(provider.callback());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    issuer,
    accounts,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
