import type { ProviderId } from "#lib/domain/provider-id.ts";
import { apivideoBaseUrls } from "#lib/providers/apivideo/environment.ts";
import { telestreamBaseUrls } from "#lib/providers/telestream/host.ts";
import { ziggeoBaseUrls } from "#lib/providers/ziggeo/region.ts";

/** The services' own addresses, by what a form calls each. */
const ziggeo: Readonly<Record<string, string>> = ziggeoBaseUrls;
const telestream: Readonly<Record<string, string>> = telestreamBaseUrls;
const apivideo: Readonly<Record<string, string>> = apivideoBaseUrls;

/** Where a connection's API answers, by what its form says. No slash at the end. */
export function toBaseUrl(provider: ProviderId, fields: Readonly<Record<string, string>>): string {
  return chosenUrl(provider, fields).replace(/\/+$/, "");
}

function chosenUrl(provider: ProviderId, fields: Readonly<Record<string, string>>): string {
  const own = fields.baseUrl ?? "";
  switch (provider) {
    case "ziggeo":
      return ziggeo[fields.region ?? "us"] ?? own;
    case "telestream":
      if (fields.auth === "key") return fields.keyBaseUrl || "https://api.cloud.telestream.net/flip/3.1";
      return telestream[fields.host ?? "gce"] ?? own;
    case "stupeflix":
      return own;
    case "apivideo":
      return apivideo[fields.mode ?? "production"] ?? own;
  }
}
