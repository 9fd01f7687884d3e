import { z } from "zod";
import type { WireDeletion, WireFileList } from "#lib/providers/stupeflix/wire.ts";
import type { StupeflixFile } from "../../db/schema/stupeflix-task.ts";
import type { EngineAccount } from "../../library/types.ts";
import type { Call, DefineRoute } from "./calls.ts";
import { parseFilePath } from "./file-endpoint.ts";
import { invalidRequest } from "./problems.ts";
import { toFlag } from "./requests.ts";
import type { StupeflixServices } from "./services.ts";

const dayMs = 24 * 3600_000;
const mostDays = 36_500;

/** Section A6: what the persistent storage holds, what is to go, and how long files live. */
export function storageRoutes(
  define: DefineRoute,
  { files, settings, sweeper, engine }: StupeflixServices,
): void {
  const list = async (call: Call) => {
    const account = await call.account();
    const found = await files.select(account, { path: call.path });
    return toList(found, call.path, toFlag(call.data.recursive));
  };
  const remove = async (call: Call): Promise<WireDeletion> => {
    const account = await call.account();
    const found = await select(account, call);
    const isDry = toFlag(call.data.dry_run);
    const gone = isDry ? found : await files.remove(found);
    const freed = sumOf(gone);
    const usage = await files.usage(account);
    return { deleted: gone.map(fullName).sort(), freed, usage: isDry ? Math.max(0, usage - freed) : usage };
  };
  for (const path of ["/storage/files", "/storage/files/*"]) {
    define("GET", path, list);
    define("DELETE", path, remove);
  }

  define("GET", "/storage/expiration", async (call) =>
    settings.expirationDays((await call.account()).accountId),
  );
  define("POST", "/storage/expiration", async (call) => {
    const { accountId } = await call.account();
    const days = z.number().int().min(0).max(mostDays).safeParse(call.data.days);
    if (!days.success) throw invalid("days", `days must be a whole number from 0 to ${mostDays}`);
    await settings.setExpirationDays(accountId, days.data);
    await sweeper.sweep();
    return days.data;
  });

  async function select(account: EngineAccount, call: Call): Promise<StupeflixFile[]> {
    const { urls } = call.data;
    if (urls !== undefined && urls !== null) return files.selectNamed(account, toNames(urls));
    const maxAge = toDays(call.data.max_age);
    return files.select(account, {
      path: call.path,
      from: toDate("from", call.data.from),
      to: toDate("to", call.data.to),
      olderThan: maxAge === undefined ? undefined : new Date(engine.clock.now().getTime() - maxAge * dayMs),
    });
  }
}

const invalid = (name: string, description: string) =>
  invalidRequest({ name, location: "body", description });
const fullName = (file: StupeflixFile) => `${file.taskKey}/${file.name}`;
const sumOf = (files: readonly StupeflixFile[]) => files.reduce((sum, file) => sum + file.sizeBytes, 0);

/** Names are below the path; without `recursive` what lies deeper is named by its directory alone. */
function toList(found: readonly StupeflixFile[], path: string, isRecursive: boolean): WireFileList {
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  const below = found.map((file) => {
    const name = fullName(file);
    // The path of a file lists that file.
    return {
      file,
      name: name.startsWith(prefix) ? name.slice(prefix.length) : (file.name.split("/").at(-1) ?? ""),
    };
  });
  const shown = isRecursive ? below : below.filter(({ name }) => !name.includes("/"));
  const directories = below.flatMap(({ name }) => (name.includes("/") ? `${name.split("/", 1)[0]}/` : []));
  return {
    files: shown.map(({ file, name }) => ({
      name,
      size: file.sizeBytes,
      last_modified: file.createdAt.toISOString(),
    })),
    directories: isRecursive ? [] : [...new Set(directories)],
    usage: sumOf(shown.map(({ file }) => file)),
  };
}

function toNames(urls: unknown): { taskKey: string; name: string }[] {
  const list = z.array(z.string()).max(10_000).safeParse(urls);
  if (!list.success) throw invalid("urls", "urls must be a list of at most 10000 addresses");
  return list.data.flatMap((url) => {
    const [, path] = URL.parse(url)?.pathname.split("/storage/") ?? [];
    return (path !== undefined && parseFilePath(path)) || [];
  });
}

/** ISO 8601; without a zone it is UTC. */
function toDate(name: string, given: unknown): Date | undefined {
  if (given === undefined || given === null) return undefined;
  const match = typeof given === "string" ? isoDate.exec(given.trim()) : null;
  const [, date = "", time, zone] = match ?? [];
  const parsed = new Date(`${date}T${time ?? "00:00:00"}${zone ?? "Z"}`);
  if (!match || Number.isNaN(parsed.getTime())) throw invalid(name, `${name} must be an ISO 8601 date`);
  return parsed;
}
const isoDate = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:\d\d)?)?$/;

function toDays(given: unknown): number | undefined {
  if (given === undefined || given === null) return undefined;
  const days = z.number().min(0).max(mostDays).safeParse(given);
  if (!days.success) throw invalid("max_age", "max_age must be a number of days");
  return days.data;
}
