import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import type { Result } from "#lib/domain/result.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { Permission } from "./permissions.ts";
import { invalidInput, notAllowed, notFromOurPages, notSignedIn, toFailure } from "./refusal.ts";
import { isSameOriginWrite } from "./request-facts.ts";
import { findSession } from "./session.ts";

export interface ActionContext<Input> {
  readonly viewer: Viewer;
  /** The viewer again, under the name commands like to read. */
  readonly user: Viewer;
  /** The session the request came with. */
  readonly sessionId: string;
  readonly input: Input;
}

export interface ActionDefinition<Schema extends z.ZodType, Value> {
  readonly input: Schema;
  readonly permit: Permission<z.output<Schema>>;
  run(context: ActionContext<z.output<Schema>>): Promise<Value>;
}

/**
 * A server action's one door: from our own page, signed in, input parsed, allowed, then one command. Answers a
 * `Result`; only a `DomainError` becomes a message, anything else is a bug and is thrown on.
 */
export function action<Schema extends z.ZodType, Value>(
  definition: ActionDefinition<Schema, Value>,
): (raw: unknown) => Promise<Result<Value>> {
  return async (raw) => {
    const requestHeaders = await headers();
    if (!isSameOriginWrite(requestHeaders)) return { ok: false, error: notFromOurPages };
    const session = await findSession(requestHeaders);
    if (!session) return { ok: false, error: notSignedIn };
    const { viewer, sessionId } = session;
    const parsed = definition.input.safeParse(raw);
    if (!parsed.success) return { ok: false, error: invalidInput(parsed.error) };
    if (!definition.permit(viewer, parsed.data)) return { ok: false, error: notAllowed };
    return settle(() => definition.run({ viewer, user: viewer, sessionId, input: parsed.data }));
  };
}

export interface PublicActionDefinition<Schema extends z.ZodType, Value> {
  readonly input: Schema;
  run(context: { readonly input: z.output<Schema> }): Promise<Value>;
}

/** The same door for the few actions that come before there is anyone to sign in. */
export function publicAction<Schema extends z.ZodType, Value>(
  definition: PublicActionDefinition<Schema, Value>,
): (raw: unknown) => Promise<Result<Value>> {
  return async (raw) => {
    if (!isSameOriginWrite(await headers())) return { ok: false, error: notFromOurPages };
    const parsed = definition.input.safeParse(raw);
    if (!parsed.success) return { ok: false, error: invalidInput(parsed.error) };
    return settle(() => definition.run({ input: parsed.data }));
  };
}

async function settle<Value>(run: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    const failure = toFailure(error);
    if (!failure) throw error;
    return { ok: false, error: failure };
  }
}
