import { diagnose } from "../diagnose.ts";
import { type Http, httpFor } from "../http.ts";
import type { CallOptions, ProviderAccount, VideoProvider } from "../provider.ts";
import { listReceivers } from "../receivers.ts";
import { StorageResource } from "./storage.ts";
import { TasksResource } from "./tasks.ts";

export const stupeflixBaseUrl = "https://dragon.stupeflix.com/v2";

/** The Tasks API for one account. */
export interface StupeflixClient {
  readonly tasks: TasksResource;
  readonly storage: StorageResource;
  readonly http: Http;
}

/** Fields: `secret`, or `apiKey` alone. */
export function stupeflixClient(account: ProviderAccount): StupeflixClient {
  const { secret = "", apiKey = "" } = account.fields;
  const authorization = secret === "" ? `Api-Key ${apiKey}` : `Secret ${secret}`;
  const http = httpFor(account, {
    baseUrl: withVersion(account.baseUrl),
    prepare: (request) => ({ ...request, headers: { ...request.headers, authorization } }),
  });
  return { tasks: new TasksResource(http), storage: new StorageResource(http), http };
}

/** What a Stupeflix account is to the dashboard. */
export function stupeflixProvider(account: ProviderAccount): VideoProvider {
  const { tasks, storage, http } = stupeflixClient(account);
  return {
    id: "stupeflix",
    check: (options) =>
      diagnose({
        // The service has no call that only asks who we are; this one reads, and costs nothing.
        call: () => storage.expiration({ isProbe: true, ...options }),
        baseUrl: account.baseUrl,
        credentialName: (account.fields.secret ?? "") === "" ? "API key" : "secret",
      }),
    ...(account.isLocal && {
      deliveries: {
        receivers: (options?: CallOptions) => listReceivers(http, "/reelyard/receivers", options),
      },
    }),
    tasks: {
      findState: (taskKey, options) => findState(tasks, taskKey, options),
      watch: ({ signal }) => watchTasks(tasks, signal),
    },
  };
}

async function* watchTasks(tasks: TasksResource, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { key } of tasks.changes(signal)) if (key !== undefined) yield key;
}

/** A status list stays aligned with the keys asked for: a task that never was is a status, too. */
async function findState(
  tasks: TasksResource,
  taskKey: string,
  options: CallOptions | undefined,
): Promise<string | undefined> {
  const [status] = await tasks.status([taskKey], options);
  return status?.error === "unknown task" ? undefined : status?.status;
}

/** Base URLs are written with and without the version; all paths need it. */
function withVersion(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, "");
  return /\/v\d+$/.test(bare) ? bare : `${bare}/v2`;
}
