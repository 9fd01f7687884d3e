import { z } from "zod";
import { embedKinds } from "#lib/domain/embed-code.ts";

const id = z.string().min(1).max(100);
const maxResources = 1_000;
const resource = z.string().trim().min(1, "Name a video.").max(255, "Use at most 255 characters.");

const grant = z.object({
  all: z.boolean(),
  sessionOwned: z.boolean(),
  resources: z
    .array(resource)
    .max(maxResources, `Name at most ${maxResources.toLocaleString("en")} videos.`)
    .readonly(),
});

export const authTokenRules = z.object({
  grants: z.object({ create: grant, read: grant, update: grant, destroy: grant }),
  sessionLimit: z
    .number("Enter a whole number.")
    .int("Enter a whole number.")
    .min(1, "One session at least; leave it empty for any number.")
    .max(1_000_000, "Use at most 1,000,000, or leave it empty.")
    .nullable(),
  usageSeconds: z
    .number("Enter a whole number.")
    .int("Use whole seconds.")
    .min(1, "One second at least; leave it empty for no limit.")
    .max(366 * 86_400, "Use at most a year, or leave it empty.")
    .nullable(),
  expiresAt: z.iso.datetime({ message: "Choose a day and a time." }).nullable(),
  hidden: z.boolean(),
  volatile: z.boolean(),
});

/** As Ziggeo says it, whatever it allows others to say. */
const knownGrant = z.object({
  all: z.boolean(),
  sessionOwned: z.boolean(),
  resources: z.array(z.string()).readonly(),
});
const knownRules = z.object({
  grants: z.object({ create: knownGrant, read: knownGrant, update: knownGrant, destroy: knownGrant }),
  sessionLimit: z.number().nullable(),
  usageSeconds: z.number().nullable(),
  expiresAt: z.string().nullable(),
  hidden: z.boolean(),
  volatile: z.boolean(),
});

const name = z.string().trim().min(1, "Give it a name.").max(80, "Use at most 80 characters.");

export const createAuthTokenInput = z.object({ connectionId: id, name, rules: authTokenRules });
export type CreateAuthTokenInput = z.output<typeof createAuthTokenInput>;
export const importAuthTokenInput = z.object({
  connectionId: id,
  name,
  token: z
    .string()
    .trim()
    .min(1, "Paste the token.")
    .regex(/^[\w-]{8,100}$/, "This is no token that Ziggeo keeps: those have letters and digits alone."),
});
export type ImportAuthTokenInput = z.output<typeof importAuthTokenInput>;
export const authTokenInput = z.object({ authTokenId: id });
export const updateAuthTokenInput = authTokenInput.extend({ name, rules: authTokenRules });
export type UpdateAuthTokenInput = z.output<typeof updateAuthTokenInput>;
export const encryptAuthTokenInput = z.object({ connectionId: id, rules: authTokenRules });
export type EncryptAuthTokenInput = z.output<typeof encryptAuthTokenInput>;
export const authTokenListInput = z.object({ connectionId: id });

export const authTokenView = z.object({
  authTokenId: z.string(),
  name: z.string(),
  /** Its last characters: all that is shown of it. */
  hint: z.string(),
  origin: z.enum(["made", "pasted"]),
  rules: knownRules,
  isGone: z.boolean(),
  checkedAt: z.string(),
  /** Why it could not be asked for since. */
  checkFailure: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type AuthTokenView = z.output<typeof authTokenView>;

export const authTokenList = z.object({
  tokens: z.array(authTokenView),
  /** Of videos that grants name, by the name that the grants use. */
  titles: z.record(z.string(), z.string()),
  readAt: z.string(),
  /** Why Ziggeo could not be asked just now. */
  reason: z.string().nullable(),
  /** Whether the connection has the key that encrypted tokens are made with. */
  canEncrypt: z.boolean(),
});
export type AuthTokenList = z.output<typeof authTokenList>;

export const embedInput = z.object({ assetId: id });
export const buildEmbedInput = embedInput.extend({
  kind: z.enum(embedKinds),
  /** One of the registry, or one made for this page. Neither: a page without a token. */
  authTokenId: id.optional(),
  encryptDays: z.number().int().min(1).max(366).optional(),
  /** As the reader's browser has it; what the engine answers on is under it. */
  origin: z.url({ protocol: /^https?$/ }),
});
export type BuildEmbedInput = z.output<typeof buildEmbedInput>;
export const previewEmbedInput = embedInput.extend({ authTokenId: id.optional() });
export type PreviewEmbedInput = z.output<typeof previewEmbedInput>;

export const embedOptions = z.object({
  videoToken: z.string(),
  videoKey: z.string().nullable(),
  /** Last characters of the application's token. */
  applicationHint: z.string(),
  isLocal: z.boolean(),
  /** Where browsers fetch the video; a path on this origin for the engine. */
  mediaBase: z.string(),
  canEncrypt: z.boolean(),
  tokens: z.array(authTokenView),
  titles: z.record(z.string(), z.string()),
  /** What the application asks a token for; null when it could not be asked. */
  needsToken: z.object({ create: z.boolean(), read: z.boolean(), update: z.boolean() }).nullable(),
  readAt: z.string(),
});
export type EmbedOptions = z.output<typeof embedOptions>;
