import { type GrantOperation, grantOperations, type WireGrants } from "#lib/providers/ziggeo/wire.ts";

/** What a grant is asked about: a video, and who made it. */
export interface GrantSubject {
  readonly token: string;
  readonly key: string | null;
  /** The browser session that made it. */
  readonly session: string | null;
}

/**
 * Grants as they are written, in every form that the vendor's samples have: an object, JSON text of one, values that
 * went through a form, `{"read":"all"}`, and `write` for everything but reading. What is not understood grants nothing.
 * Undefined when it is no object at all.
 */
export function readGrants(given: unknown): WireGrants | undefined {
  const value = typeof given === "string" ? parseJson(given) : given;
  if (value === null || value === undefined) return {};
  if (Array.isArray(value)) return value.length === 0 ? {} : undefined;
  if (typeof value !== "object") return undefined;
  const grants: Partial<Record<GrantOperation, Grant>> = {};
  for (const [name, grant] of Object.entries(value)) {
    for (const operation of operationsOf(name)) grants[operation] = join(grants[operation], toGrant(grant));
  }
  return grants;
}

type Grant = NonNullable<WireGrants["read"]>;

function operationsOf(name: string): readonly GrantOperation[] {
  if (name === "write") return ["create", "update", "destroy"];
  return grantOperations.filter((operation) => operation === name);
}

function toGrant(given: unknown): Grant {
  if (given === "all") return { all: true };
  if (typeof given !== "object" || given === null || Array.isArray(given)) return {};
  const { all, session_owned, resources } = given as Record<string, unknown>;
  return {
    ...(isTrue(all) && { all: true }),
    ...(isTrue(session_owned) && { session_owned: true }),
    ...(toTexts(resources).length > 0 && { resources: toTexts(resources) }),
  };
}

const join = (first: Grant | undefined, second: Grant): Grant => ({
  ...first,
  ...second,
  ...((first?.resources || second.resources) && {
    resources: [...(first?.resources ?? []), ...(second.resources ?? [])],
  }),
});

const isTrue = (value: unknown) => value === true || value === "true" || value === "True" || value === "1";

function toTexts(value: unknown): string[] {
  const list = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(list)) return [];
  return list.filter((each) => typeof each === "string" || typeof each === "number").map(String);
}

/**
 * Whether the grants allow this.
 * @param subject the video; undefined for what is about to be made, and for all videos together
 */
export function isGranted(
  grants: WireGrants,
  operation: GrantOperation,
  subject: GrantSubject | undefined,
  session: string | null,
): boolean {
  const grant = grants[operation];
  if (!grant) return false;
  if (grant.all === true) return true;
  if (grant.session_owned === true) {
    if (operation === "create" && !subject) return true;
    if (subject && session !== null && subject.session === session) return true;
  }
  if (!subject) return false;
  const names = subject.key === null ? [subject.token] : [subject.token, `_${subject.key}`];
  return grant.resources?.some((resource) => names.includes(resource)) ?? false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return "";
  }
}
