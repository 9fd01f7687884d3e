import { count, eq, sql } from "drizzle-orm";
import type { GrantOperation } from "#lib/providers/ziggeo/wire.ts";
import { authUseTable } from "../../db/schema/ziggeo-access.ts";
import type { Video } from "../../db/schema/ziggeo-video.ts";
import type { Engine } from "../../engine.ts";
import type { EngineAccount } from "../../library/types.ts";
import { RecentlyUsed } from "../../recently-used.ts";
import type { ApplicationStore } from "./application-store.ts";
import type { AuthTokenStore } from "./auth-token-store.ts";
import { type AuthFacts, readClientToken } from "./client-token.ts";
import type { VideoFinder, WholeVideo } from "./find-videos.ts";
import { isGranted } from "./grants.ts";
import { ZiggeoProblem } from "./problems.ts";
import { SessionTokens } from "./session-tokens.ts";

/** What a browser shows with a call (shared/protocols/ziggeo.md §10). */
export interface AccessRequest {
  readonly clientAuth: string | null;
  readonly serverAuth: string | null;
  readonly session: string | null;
}

/** The vendor's own prefix of the parameter that repeats a session. */
const sessionPrefix = "i07af2jp98rvoctt26y5egy3";

export function readAccessRequest(url: URL): AccessRequest {
  const session = [...url.searchParams].find(([name]) => name.startsWith(sessionPrefix));
  return {
    clientAuth: url.searchParams.get("client_auth"),
    serverAuth: url.searchParams.get("server_auth"),
    session: session?.[1] ?? null,
  };
}

/** The video, if this browser may do this with it. Whether it is there at all is told only to who may ask. */
export async function getAllowed(
  { finder, guard }: { finder: VideoFinder; guard: AccessGuard },
  account: EngineAccount,
  asked: { name: string; operation: GrantOperation; request: AccessRequest },
): Promise<WholeVideo> {
  const whole = await finder.find(account, asked.name);
  await guard.require(asked.request, asked.operation, whole?.video);
  if (!whole) throw new ZiggeoProblem(404, "There is no such video.");
  return whole;
}

/** Lets a browser's call through or throws: 401 for a token that is none or is over, 403 for what it does not allow. */
export class AccessGuard {
  readonly #engine: Engine;
  readonly #application: ApplicationStore;
  readonly #authTokens: AuthTokenStore;
  readonly #sessions: SessionTokens;
  readonly #clientTokens = new RecentlyUsed<AuthFacts>(1_000);
  /** When a session first used a token; that never changes. */
  readonly #uses = new RecentlyUsed<number>(10_000);

  constructor(engine: Engine, services: { application: ApplicationStore; authTokens: AuthTokenStore }) {
    this.#engine = engine;
    this.#application = services.application;
    this.#authTokens = services.authTokens;
    this.#sessions = new SessionTokens(engine.accounts.credentials.ziggeo.privateKey);
  }

  /** The application's token is no secret: it only says which one is meant. Throws 404. */
  accountOf(applicationToken: string): EngineAccount {
    const { accounts } = this.#engine;
    if (applicationToken !== accounts.credentials.ziggeo.applicationToken) {
      throw new ZiggeoProblem(404, "There is no such application.");
    }
    return accounts.ziggeo;
  }

  /** A new session. An auth token that is shown begins its use in it. */
  async openSession(request: AccessRequest): Promise<string> {
    const session = this.#sessions.make();
    await this.#checkAuth({ ...request, session });
    return session;
  }

  /**
   * Answers the session that acts; null for a call outside any.
   * @param subject undefined for what is about to be made, and for all videos together
   */
  async require(
    request: AccessRequest,
    operation: GrantOperation,
    subject: Video | undefined,
  ): Promise<string | null> {
    const settings = await this.#application.read();
    const auth = await this.#checkAuth(request);
    const isOpen = !settings[`auth_token_required_for_${operation}`];
    if (!isOpen) {
      if (!auth) throw new ZiggeoProblem(401, "This needs an auth token.");
      // Who may make a video may finish it: attach to it, submit it.
      const finishes =
        operation === "update" &&
        subject !== undefined &&
        subject.state !== "ready" &&
        isGranted(auth.grants, "create", undefined, request.session) &&
        request.session !== null &&
        subject.session === request.session;
      if (!finishes && !isGranted(auth.grants, operation, subject, request.session)) {
        throw new ZiggeoProblem(403, `The auth token does not allow to ${operation} this.`);
      }
    }
    const isHeldBack =
      operation === "read" &&
      settings.client_cannot_access_unaccepted_videos &&
      subject !== undefined &&
      subject.approved !== true;
    if (isHeldBack) throw new ZiggeoProblem(403, "This video has not been approved.");
    return request.session;
  }

  /** Checks whatever token is shown, needed or not, and counts its session. */
  async #checkAuth(request: AccessRequest): Promise<AuthFacts | undefined> {
    if (request.session !== null && !this.#sessions.isOurs(request.session)) {
      throw new ZiggeoProblem(401, "This session is not known.");
    }
    const auth = await this.#findAuth(request);
    if (!auth) return undefined;
    const nowMs = this.#engine.clock.now().getTime();
    if (auth.hidden) throw new ZiggeoProblem(403, "This auth token cannot be used directly.");
    if (auth.expiresAtMs !== null && auth.expiresAtMs <= nowMs) {
      throw new ZiggeoProblem(401, "The auth token has expired.");
    }
    if (auth.sessionLimit === null && auth.usageMs === null) return auth;
    // Outside any session every call is one of its own.
    const session = request.session ?? this.#sessions.make();
    const firstMs = await this.#firstUse(auth, session, nowMs);
    if (auth.usageMs !== null && firstMs + auth.usageMs <= nowMs) {
      throw new ZiggeoProblem(401, "The auth token's time in this session is over.");
    }
    return auth;
  }

  async #findAuth({ clientAuth, serverAuth }: AccessRequest): Promise<AuthFacts | undefined> {
    if (clientAuth !== null) {
      const known = this.#clientTokens.get(clientAuth);
      const facts = known ?? readClientToken(clientAuth, this.#engine.accounts.credentials.ziggeo);
      if (!facts) throw new ZiggeoProblem(401, "The auth token is not of this application.");
      this.#clientTokens.set(clientAuth, facts);
      return facts;
    }
    if (serverAuth === null) return undefined;
    const facts = await this.#authTokens.findFacts(serverAuth);
    if (!facts) throw new ZiggeoProblem(401, "There is no such auth token.");
    return facts;
  }

  async #firstUse(auth: AuthFacts, session: string, nowMs: number): Promise<number> {
    const name = `${auth.authId} ${session}`;
    const known = this.#uses.get(name);
    if (known !== undefined) return known;
    const firstMs = await this.#recordUse(auth, session, nowMs);
    this.#uses.set(name, firstMs);
    return firstMs;
  }

  /** One at a time for each token: two sessions that come at once do not both take the last place. */
  #recordUse({ authId, sessionLimit }: AuthFacts, session: string, nowMs: number): Promise<number> {
    return this.#engine.db.db.transaction(async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${authId}))`);
      const [known] = await tx
        .select()
        .from(authUseTable)
        .where(sql`${authUseTable.authId} = ${authId} AND ${authUseTable.session} = ${session}`);
      if (known) return known.firstUsedAt.getTime();
      if (sessionLimit !== null) {
        const [used] = await tx
          .select({ sessions: count() })
          .from(authUseTable)
          .where(eq(authUseTable.authId, authId));
        if ((used?.sessions ?? 0) >= sessionLimit) {
          throw new ZiggeoProblem(403, "The auth token has been used in as many sessions as it may.");
        }
      }
      await tx.insert(authUseTable).values({ authId, session, firstUsedAt: new Date(nowMs) });
      return nowMs;
    });
  }
}
