import { eq } from "drizzle-orm";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { db } from "#lib/db/client.ts";
import { users } from "#lib/db/schema/users.ts";
import { env } from "#lib/env.ts";
import { createLog } from "#lib/log.ts";
import { recordAudit } from "./audit.ts";
import { authSecret } from "./auth-secret.ts";
import { deviceCookieName } from "./device.ts";
import { clientAddress, type HeaderReader, isSecureRequest } from "./request-facts.ts";
import {
  beginSession,
  cookieValue,
  endSession,
  findSession,
  sessionClaims,
  sessionCookieName,
  sessionLimits,
} from "./session.ts";
import { trySignIn } from "./sign-in.ts";
import {
  findSingleSignOnUser,
  singleSignOnId,
  singleSignOnProvider,
  singleSignOnRefusal,
} from "./single-sign-on.ts";

const log = createLog("auth");
const credentials = z.object({ email: z.string().max(254), password: z.string().max(256) });

export interface RequestAuth {
  readonly options: AuthOptions;
  /** The device cookie to set, once a password was right. */
  newDeviceCookie(): string | undefined;
}

/** next-auth's options for one request: cookie names and client facts depend on how it came. */
export function authForRequest(headers: HeaderReader): RequestAuth {
  const isSecure = isSecureRequest(headers);
  const { oidc } = env();
  let deviceCookie: string | undefined;

  const options: AuthOptions = {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: sessionLimits.absoluteMs / 1000 },
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(isSecure),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure },
      },
    },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/settings" },
    providers: [
      CredentialsProvider({
        id: "credentials",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(given) {
          const typed = credentials.safeParse(given);
          if (!typed.success) return null;
          const tried = await trySignIn({
            ...typed.data,
            address: clientAddress(headers),
            deviceCookie: cookieValue(headers.get("cookie") ?? "", deviceCookieName),
          });
          // next-auth carries a thrown error's text to the page as its code.
          if (tried.outcome === "limited") throw new Error("limited");
          if (tried.outcome === "wrong") return null;
          deviceCookie = tried.deviceCookie;
          return { id: tried.userId };
        },
      }),
      ...(oidc ? [singleSignOnProvider(oidc)] : []),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== singleSignOnId) return true;
        if (await findSingleSignOnUser(profile)) return true;
        return `/sign-in?error=${singleSignOnRefusal(profile)}`;
      },
      async jwt({ token, user, account, profile }) {
        if (!user) return token;
        const userId = account?.provider === singleSignOnId ? await findSingleSignOnUser(profile) : user.id;
        return startSession(userId ?? "", headers);
      },
      async session({ session, token }) {
        // Ours never asks; what next-auth answers here holds nothing but when it ends.
        return { expires: session.expires, ...(token.sub ? {} : { user: undefined }) };
      },
    },
    events: {
      async signOut({ token }) {
        const claims = sessionClaims.safeParse(token).data;
        if (!claims) return;
        await endSession(claims.sessionId);
        const user = await findUser(claims.sub);
        if (user) await recordAudit(user, { action: "account.sign-out", subject: user.email });
      },
    },
    logger: {
      // The message alone: errors of a provider carry its tokens beside it.
      error: (code, about) => {
        const { message } = about instanceof Error ? about : about.error;
        log.warn({ code, reason: message.slice(0, 300) }, "next-auth refused a request");
      },
      warn: (code) => log.debug({ code }, "next-auth warns"),
      debug: () => {},
    },
  };
  return { options, newDeviceCookie: () => deviceCookie };
}

/** A new session for the person, in place of the one the browser may have had: its id never outlives a sign-in. */
async function startSession(userId: string, headers: HeaderReader) {
  const user = await findUser(userId);
  if (!user) throw new Error("The person who just signed in is gone.");
  const previous = await findSession(headers);
  if (previous) await endSession(previous.sessionId);
  const client = { address: clientAddress(headers), userAgent: headers.get("user-agent") ?? "" };
  const sessionId = await beginSession(user.userId, client);
  await recordAudit(user, {
    action: "account.sign-in",
    subject: user.email,
    detail: { address: client.address },
  });
  return { sub: user.userId, sessionId, sessionVersion: user.version };
}

async function findUser(userId: string) {
  const [user] = await db()
    .select({
      userId: users.userId,
      name: users.name,
      email: users.email,
      role: users.role,
      version: users.sessionVersion,
    })
    .from(users)
    .where(eq(users.userId, userId));
  return user;
}
