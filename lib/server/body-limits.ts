import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { composedBytes } from "#lib/features/stupeflix/schema/task.ts";

/** Pages send actions and small JSON; videos take other ways. */
const usualBytes = { action: 1024 * 1024, route: 2 * 1024 * 1024 };

/** What composes tasks: the one action and the one route that a film's definition goes through. */
const composing = { filename: "lib/features/stupeflix/actions.ts", exportedName: "createTasks" };
const composingRoute = /^\/api\/stupeflix\/[^/]+\/check$/;

/** Bytes that a request's body may have, by the action that it names or by its path. */
export type BodyLimit = (request: { readonly action: string | undefined; readonly path: string }) => number;

/** `isComposing` tells the action's id of this build. */
export const bodyLimitOf =
  (isComposing: (action: string) => boolean): BodyLimit =>
  ({ action, path: address }) => {
    if (address.startsWith("/api/")) return composingRoute.test(address) ? composedBytes : usualBytes.route;
    return action !== undefined && isComposing(action) ? composedBytes : usualBytes.action;
  };

const action = z.object({ filename: z.string().optional(), exportedName: z.string().optional() });
const manifestShape = z.object({ node: z.record(z.string(), action) });

/** The limits of the build in `folder`. Where that does not tell its actions (while developing) all have the usual one. */
export async function readBodyLimit(folder: string): Promise<BodyLimit> {
  const file = path.join(folder, "server", "server-reference-manifest.json");
  const manifest = manifestShape.safeParse(await readFile(file, "utf8").then(JSON.parse, () => undefined));
  const ids = Object.entries(manifest.data?.node ?? {}).flatMap(([id, { filename, exportedName }]) =>
    filename === composing.filename && exportedName === composing.exportedName ? id : [],
  );
  return bodyLimitOf((id) => ids.includes(id));
}
