import type { Finding } from "../diagnose.ts";
import type { ProviderError } from "../errors.ts";

export const ziggeoBaseUrls = {
  us: "https://srv-api.ziggeo.com",
  eu: "https://srv-api-eu-west-1.ziggeo.com",
} as const;
/** Where the service hands out media, by the address of its API. */
const cdnUrls: Readonly<Record<string, string>> = {
  [ziggeoBaseUrls.us]: "https://video-cdn.ziggeo.com",
  [ziggeoBaseUrls.eu]: "https://video-cdn-eu-west-1.ziggeo.com",
};

/** Our engine, and any host unknown to us, plays every part on one address. */
export const cdnUrlOf = (baseUrl: string) => {
  const base = baseUrl.replace(/\/+$/, "");
  return cdnUrls[base] ?? base;
};

/** Where pages' players and recorders call, by the address of the API. */
const embedUrls: Readonly<Record<string, string>> = {
  [ziggeoBaseUrls.us]: "https://embed-api.ziggeo.com",
  [ziggeoBaseUrls.eu]: "https://embed-api-eu-west-1.ziggeo.com",
};

export const embedUrlOf = (baseUrl: string) => {
  const base = baseUrl.replace(/\/+$/, "");
  return embedUrls[base] ?? base;
};

const regionNames = { us: "US", eu: "EU" } as const;

/** The region an application lives in: tokens of European ones begin with `r1`. */
export const regionOfToken = (applicationToken: string): "us" | "eu" =>
  applicationToken.startsWith("r1") ? "eu" : "us";

/** The service's own hosts alone: a host unknown to us may serve any region. */
export function findWrongRegion(
  baseUrl: string,
  applicationToken: string,
  error: ProviderError,
): Finding | undefined {
  if (error.kind !== "unauthorized" && error.kind !== "forbidden" && error.kind !== "not_found")
    return undefined;
  const region = regionOfToken(applicationToken);
  const asked = baseUrl === ziggeoBaseUrls.eu ? "eu" : baseUrl === ziggeoBaseUrls.us ? "us" : undefined;
  if (asked === undefined || asked === region) return undefined;
  return {
    cause: "wrong_region",
    message:
      `This application token is of the ${regionNames[region]} region, but the connection asks ` +
      `${regionNames[asked]}. Choose ${regionNames[region]} and test again.`,
  };
}
