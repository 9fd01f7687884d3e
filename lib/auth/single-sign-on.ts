import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Profile } from "next-auth";
import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth";
import { z } from "zod";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import type { Env } from "#lib/env.ts";

export const singleSignOnId = "oidc";

/** What we need of an OpenID Connect provider's claims. */
export const oidcProfile = z.object({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  // Odd ones are as good as none: whoever is known by `sub` gets in without.
  email: z.email().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});
export type OidcProfile = z.output<typeof oidcProfile>;

/** The OpenID Connect provider of the environment, as next-auth takes it. */
export function singleSignOnProvider(oidc: NonNullable<Env["oidc"]>): OAuthConfig<OidcProfile> {
  return {
    id: singleSignOnId,
    name: oidc.name,
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    userinfo: { request: readClaims },
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: 10_000 },
    profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email }),
  };
}

type ClaimSources = Parameters<NonNullable<UserinfoEndpointHandler["request"]>>[0];

/**
 * The claims of the ID token, which openid-client has verified by now, or those of the userinfo endpoint: whoever
 * keeps to OpenID Connect Core §5.4 tells the e-mail address only there. Never a mixture: `email_verified` of one
 * place says nothing about the address of the other.
 */
async function readClaims({ client, tokens }: ClaimSources): Promise<Profile> {
  const [, payload = ""] = (tokens.id_token ?? "").split(".");
  const claims = oidcProfile.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  const isComplete = claims.email !== undefined && claims.email_verified !== undefined;
  if (isComplete || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims;
  const told = await client.userinfo(tokens.access_token);
  // §5.3.2: an answer about somebody else must not be used.
  if (told.sub !== claims.sub) throw new Error("The userinfo endpoint answered about another person.");
  const sameIssuer = { ...told, iss: claims.iss };
  return sameIssuer;
}

/**
 * The person these claims stand for. Someone the owner added is recognised by a verified e-mail address the first
 * time, and by the provider's own id ever after; nobody else gets in. That id says nothing at another provider:
 * after a change of provider, the verified address decides once more.
 */
export async function findSingleSignOnUser(profile: unknown): Promise<string | undefined> {
  const claims = oidcProfile.safeParse(profile).data;
  if (!claims) return undefined;
  const ofProvider = `${claims.iss}|`;
  const subject = `${ofProvider}${claims.sub}`;
  const email = claims.email_verified === true ? claims.email?.toLowerCase() : undefined;
  const bySubject = eq(users.singleSignOnSubject, subject);
  const byEmail =
    email &&
    and(
      eq(sql`lower(${users.email})`, email),
      or(
        isNull(users.singleSignOnSubject),
        sql`NOT starts_with(${users.singleSignOnSubject}, ${ofProvider})`,
      ),
      sql`NOT EXISTS (SELECT 1 FROM users AS linked WHERE linked.single_sign_on_subject = ${subject})`,
    );
  const [user] = await db()
    .update(users)
    .set({ singleSignOnSubject: subject })
    .where(byEmail ? or(bySubject, byEmail) : bySubject)
    .returning({ userId: users.userId });
  return user?.userId;
}

/** Why nobody was found, as /sign-in knows to say it. The same whether or not the owner added that address. */
export function singleSignOnRefusal(profile: unknown): "not_invited" | "unverified_email" {
  return oidcProfile.safeParse(profile).data?.email_verified === true ? "not_invited" : "unverified_email";
}
