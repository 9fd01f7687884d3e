import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import type { Env } from "#lib/env.ts";

export const singleSignOnId = "oidc";

/** What we need of an OpenID Connect provider's claims. */
export const oidcProfile = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
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
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: 10_000 },
    profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email }),
  };
}

/**
 * The person these claims stand for. Someone the owner added is recognised by a verified e-mail address the first
 * time, and by the provider's own id ever after; nobody else gets in.
 */
export async function findSingleSignOnUser(profile: unknown): Promise<string | undefined> {
  const claims = oidcProfile.safeParse(profile).data;
  if (!claims) return undefined;
  const email = claims.email_verified === true ? claims.email?.toLowerCase() : undefined;
  const bySubject = eq(users.singleSignOnSubject, claims.sub);
  const byEmail = email && and(isNull(users.singleSignOnSubject), eq(sql`lower(${users.email})`, email));
  const [user] = await db()
    .update(users)
    .set({ singleSignOnSubject: claims.sub })
    .where(
      byEmail
        ? or(
            bySubject,
            and(
              byEmail,
              sql`NOT EXISTS (SELECT 1 FROM users AS linked WHERE linked.single_sign_on_subject = ${claims.sub})`,
            ),
          )
        : bySubject,
    )
    .returning({ userId: users.userId });
  return user?.userId;
}
