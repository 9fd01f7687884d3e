import type { ProviderId } from "#lib/domain/provider-id.ts";

const ziggeo: Readonly<Record<string, string>> = {
  us: "https://srv-api.ziggeo.com",
  eu: "https://srv-api-eu-west-1.ziggeo.com",
};
const telestream: Readonly<Record<string, string>> = {
  gce: "https://api-gce.pandastream.com/v3.0",
  "us-east": "https://api-us-east.cloud.telestream.net/v3.0",
  "eu-west": "https://api-eu-west.cloud.telestream.net/v3.0",
};
const apivideo: Readonly<Record<string, string>> = {
  production: "https://ws.api.video",
  sandbox: "https://sandbox.api.video",
};

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
