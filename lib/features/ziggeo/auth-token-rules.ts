import type { AuthGrant, AuthGrants, AuthOperation, AuthTokenRules } from "#lib/domain/auth-token.ts";
import { authOperations, noGrant } from "#lib/domain/auth-token.ts";
import type { AuthTokenArguments } from "#lib/providers/ziggeo/arguments.ts";
import type { WireAuthToken, WireGrants } from "#lib/providers/ziggeo/wire.ts";

/** What Ziggeo says of a token. Grants in a form that is not understood grant nothing that one could rely on. */
export function toRules(wire: WireAuthToken): AuthTokenRules {
  const usage = wire.usage_expiration_time ?? wire.usage_experitation_time;
  return {
    grants: toGrants(wire.grants),
    sessionLimit: wire.session_limit || null,
    usageSeconds: usage || null,
    expiresAt: wire.expiration_date ? toMoment(wire.expiration_date) : null,
    hidden: wire.hidden ?? false,
    volatile: wire.volatile ?? false,
  };
}

/** The last moment that JavaScript knows is as good as never. */
const toMoment = (seconds: number) => new Date(Math.min(seconds * 1000, 8.64e15)).toISOString();

/** All of it, nothing left as it was: what is not limited is said to be without a limit. */
export function toArguments(rules: AuthTokenRules): Required<AuthTokenArguments> {
  return {
    grants: toWireGrants(rules.grants),
    session_limit: rules.sessionLimit,
    usage_expiration_time: rules.usageSeconds,
    expiration_date: rules.expiresAt === null ? null : Math.floor(Date.parse(rules.expiresAt) / 1000),
    hidden: rules.hidden,
    volatile: rules.volatile,
  };
}

/** An operation that is granted in no way is left out. */
export function toWireGrants(grants: AuthGrants): WireGrants {
  const given: WireGrants = {};
  for (const operation of authOperations) {
    const { all, sessionOwned, resources } = grants[operation];
    const grant = {
      ...(all && { all }),
      ...(sessionOwned && { session_owned: true }),
      ...(resources.length > 0 && { resources: [...resources] }),
    };
    if (Object.keys(grant).length > 0) given[operation] = grant;
  }
  return given;
}

function toGrants(given: unknown): AuthGrants {
  const object = typeof given === "string" ? parseJson(given) : given;
  const grantOf = (operation: AuthOperation): AuthGrant => {
    const own = toGrant(memberOf(object, operation));
    // Two of the vendor's samples write `write` for everything but reading.
    return operation === "read" ? own : join(own, toGrant(memberOf(object, "write")));
  };
  return {
    create: grantOf("create"),
    read: grantOf("read"),
    update: grantOf("update"),
    destroy: grantOf("destroy"),
  };
}

function toGrant(given: unknown): AuthGrant {
  if (given === "all") return { ...noGrant, all: true };
  const resources = memberOf(given, "resources");
  const list = typeof resources === "string" ? resources.split(",") : resources;
  return {
    all: isTrue(memberOf(given, "all")),
    sessionOwned: isTrue(memberOf(given, "session_owned")),
    resources: Array.isArray(list)
      ? list.map((each) => String(each).trim()).filter((each) => each !== "")
      : [],
  };
}

const join = (a: AuthGrant, b: AuthGrant): AuthGrant => ({
  all: a.all || b.all,
  sessionOwned: a.sessionOwned || b.sessionOwned,
  resources: [...new Set([...a.resources, ...b.resources])],
});

const isTrue = (value: unknown) => value === true || value === "true";

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
