import { type Http, httpFor } from "../http.ts";
import type { OutgoingRequest } from "../outgoing-request.ts";
import type { ProviderAccount } from "../provider.ts";
import { signedParameters } from "./signature.ts";

/** How an account talks: signed v3.0, or v3.1 with an API key (`telestream.md` §1). */
export type Generation = "v3.0" | "v3.1";

/** Field `accessKey` makes it v3.0; an `apiKey` alone v3.1. An engine account has both, and is signed. */
export function generationOf(account: ProviderAccount): Generation {
  return account.fields.accessKey || !account.fields.apiKey ? "v3.0" : "v3.1";
}

/** The API's root: the account's base URL, with the version's own path where it names none. */
export function apiRoot(account: ProviderAccount): string {
  const base = account.baseUrl.replace(/\/+$/, "");
  const hasPath = (URL.parse(base)?.pathname ?? "/") !== "/";
  return hasPath ? base : `${base}/${generationOf(account) === "v3.0" ? "v3.0" : "flip/3.1"}`;
}

/** HTTP that signs every attempt anew, or sends the key. */
export function httpOf(account: ProviderAccount, now: () => Date = () => new Date()): Http {
  const baseUrl = apiRoot(account);
  if (generationOf(account) === "v3.1") {
    const apiKey = account.fields.apiKey ?? "";
    return httpFor(account, {
      baseUrl,
      prepare: (request) => ({ ...request, headers: { ...request.headers, "x-api-key": apiKey } }),
    });
  }
  const { host } = new URL(baseUrl);
  return httpFor(account, { baseUrl, prepare: (request) => sign(request, account, host, now()) });
}

function sign(request: OutgoingRequest, account: ProviderAccount, host: string, now: Date): OutgoingRequest {
  // What is no form leaves the query alone to carry parameters.
  const inQuery = request.method === "GET" || request.method === "DELETE" || request.body !== undefined;
  const parameters = toText({ ...request.query, ...request.form });
  const signed = signedParameters(
    keyOf(account),
    { method: request.method, host, path: request.path, parameters },
    now,
  );
  // Ruby's way: what changes something travels in a form, so that no proxy logs or repeats it.
  return inQuery ? { ...request, query: signed } : { ...request, query: {}, form: signed };
}

export function keyOf(account: ProviderAccount): { accessKey: string; secretKey: string } {
  return { accessKey: account.fields.accessKey ?? "", secretKey: account.fields.secretKey ?? "" };
}

/** How long the service takes a signature: thirty minutes to create a video, else five (`telestream.md` §3.3). */
export function validForMs(method: string, path: string): number {
  const minutes = method.toUpperCase() === "POST" && path === "/videos.json" ? 30 : 5;
  return minutes * 60_000;
}

function toText(parameters: OutgoingRequest["query"]): Record<string, string> {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}
