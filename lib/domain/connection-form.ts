import type { ProviderId } from "./provider-id.ts";

/** One field of a provider's form. Names are those its client reads (`ProviderAccount.fields`). */
export interface ConnectionField {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Secrets are sealed and never shown again; everything else is a setting. */
  readonly kind: "secret" | "text" | "url" | "choice";
  readonly placeholder?: string;
  readonly optional?: boolean;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Shown, and needed, only while another field has this value. */
  readonly when?: { readonly field: string; readonly is: string };
}

const ownAddress = { value: "custom", label: "Another address" } as const;

function baseUrl(when: ConnectionField["when"], placeholder: string): ConnectionField {
  return {
    name: "baseUrl",
    label: "Base URL",
    kind: "url",
    placeholder,
    help: "Where the API answers. Addresses on your own network must be listed in REELYARD_ALLOW_PRIVATE_URLS.",
    ...(when ? { when } : {}),
  };
}

/** Each provider's own fields, in the order its account page shows them. */
export const connectionForms: Readonly<Record<ProviderId, readonly ConnectionField[]>> = {
  ziggeo: [
    {
      name: "applicationToken",
      label: "Application token",
      kind: "secret",
      help: "Of the application at Ziggeo. European ones begin with r1.",
    },
    {
      name: "privateKey",
      label: "Private key",
      kind: "secret",
      help: "May do everything in the application, so it stays on this server.",
    },
    {
      name: "encryptionKey",
      label: "Encryption key",
      kind: "secret",
      optional: true,
      help: "Needed only to make authorization tokens.",
    },
    {
      name: "region",
      label: "Region",
      kind: "choice",
      options: [
        { value: "us", label: "United States (default)" },
        { value: "eu", label: "Europe" },
        ownAddress,
      ],
    },
    baseUrl({ field: "region", is: "custom" }, "https://srv-api.ziggeo.com"),
  ],
  telestream: [
    {
      name: "auth",
      label: "Credentials",
      kind: "choice",
      options: [
        { value: "signed", label: "Access and secret key (API v3.0)" },
        { value: "key", label: "API key (API v3.1)" },
      ],
    },
    { name: "accessKey", label: "Access key", kind: "secret", when: { field: "auth", is: "signed" } },
    { name: "secretKey", label: "Secret key", kind: "secret", when: { field: "auth", is: "signed" } },
    {
      name: "host",
      label: "Host",
      kind: "choice",
      when: { field: "auth", is: "signed" },
      options: [
        { value: "gce", label: "api-gce.pandastream.com (Google Cloud)" },
        { value: "us-east", label: "api-us-east.cloud.telestream.net (US East)" },
        { value: "eu-west", label: "api-eu-west.cloud.telestream.net (EU West)" },
        ownAddress,
      ],
    },
    { ...baseUrl({ field: "host", is: "custom" }, "https://api-gce.pandastream.com/v3.0") },
    {
      name: "apiKey",
      label: "API key",
      kind: "secret",
      when: { field: "auth", is: "key" },
      help: "Sent as X-Api-Key.",
    },
    {
      name: "keyBaseUrl",
      label: "Base URL",
      kind: "url",
      optional: true,
      when: { field: "auth", is: "key" },
      placeholder: "https://api.cloud.telestream.net/flip/3.1",
      help: "Leave empty for api.cloud.telestream.net.",
    },
    {
      name: "factoryId",
      label: "Factory ID",
      kind: "text",
      optional: true,
      placeholder: "32 hexadecimal digits",
      help: "Leave empty to show the videos of every factory.",
    },
  ],
  stupeflix: [
    {
      name: "secret",
      label: "Secret",
      kind: "secret",
      help: "The account's secret. It may do everything, so it stays on this server.",
    },
    {
      name: "apiKey",
      label: "API key",
      kind: "secret",
      optional: true,
      help: "Used by pages together with a referrer that the account allows.",
    },
    baseUrl(undefined, "https://dragon.stupeflix.com/v2"),
  ],
  apivideo: [
    {
      name: "apiKey",
      label: "API key",
      kind: "secret",
      help: "Production and sandbox have keys of their own.",
    },
    {
      name: "mode",
      label: "Environment",
      kind: "choice",
      options: [
        { value: "production", label: "Production" },
        { value: "sandbox", label: "Sandbox (videos last 24 hours)" },
        ownAddress,
      ],
    },
    baseUrl({ field: "mode", is: "custom" }, "https://ws.api.video"),
  ],
};

/** What a new form starts with: the first of every choice. */
export function initialFields(provider: ProviderId): Record<string, string> {
  return Object.fromEntries(
    connectionForms[provider].map(({ name, options }) => [name, options?.[0]?.value ?? ""]),
  );
}

/** The fields that count, given what is chosen so far: a field of a choice not taken is left out. */
export function visibleFields(
  provider: ProviderId,
  values: Readonly<Record<string, string>>,
): readonly ConnectionField[] {
  const form = connectionForms[provider];
  const isShown = ({ when }: ConnectionField): boolean => {
    if (!when) return true;
    const decider = form.find(({ name }) => name === when.field);
    return values[when.field] === when.is && (decider === undefined || isShown(decider));
  };
  return form.filter(isShown);
}
