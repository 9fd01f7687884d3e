import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Viewer } from "#lib/domain/user.ts";
import { ownerExists } from "./owner.ts";
import { requestPathHeader } from "./request-facts.ts";
import { type CurrentSession, findSession } from "./session.ts";

/** The session behind the current request, looked up once per request. */
export const findCurrentSession = cache(async (): Promise<CurrentSession | undefined> => {
  return findSession(await headers());
});

/** The person behind the current request, if signed in. */
export async function findViewer(): Promise<Viewer | undefined> {
  return (await findCurrentSession())?.viewer;
}

/**
 * The person behind the current request; everyone else is led to /sign-in (and back here afterwards), or to /setup
 * on a new install.
 */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer) return viewer;
  if (!(await ownerExists())) redirect("/setup");
  const path = (await headers()).get(requestPathHeader) ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
