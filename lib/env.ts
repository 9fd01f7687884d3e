import path from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);
/** `NAME=` in a file means the same as leaving it out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === "" ? undefined : given), schema.optional());

/** What is said together or not at all: half of it would be left out without a word. */
const together = [
  ["REELYARD_OWNER_EMAIL", "REELYARD_OWNER_PASSWORD"],
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
] as const;

const words = optional(z.string()).transform((value) => (value ?? "").split(/\s+/).filter(Boolean));

const shape = z
  .object({
    PORT: optional(port).transform((value) => value ?? 3000),
    ENGINE_PORT: optional(port).transform((value) => value ?? 4100),
    ENGINE_PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
    HOST: optional(z.string()).transform((value) => value ?? "127.0.0.1"),
    REELYARD_DATA: optional(z.string()).transform((value) =>
      path.resolve(/* turbopackIgnore: true */ value ?? "data"),
    ),
    PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
    REELYARD_SECRET_KEY: optional(z.string().min(32, "use at least 32 characters")),
    DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    ENGINE_DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
    REELYARD_OWNER_EMAIL: optional(z.email()),
    REELYARD_OWNER_PASSWORD: optional(z.string().min(12, "use at least 12 characters")),
    /** Set by the supervisor: where the engine wrote its accounts. */
    REELYARD_ENGINE_CREDENTIALS: optional(z.string()),
    /** Set by the supervisor: where the dashboard beside the engine is. */
    REELYARD_DASHBOARD_URL: optional(z.url({ protocol: /^https?$/ })),
    REELYARD_ALLOW_PRIVATE_URLS: optional(z.string()).transform((value) =>
      (value ?? "")
        .split(",")
        .map((entry) => entry.trim())
        .filter(Boolean),
    ),
    YOUTUBE_API_URL: optional(z.url({ protocol: /^https?$/ })),
    VIMEO_API_URL: optional(z.url({ protocol: /^https?$/ })),
    FACEBOOK_API_URL: optional(z.url({ protocol: /^https?$/ })),
    FFMPEG_PATH: optional(z.string()),
    FFPROBE_PATH: optional(z.string()),
    ENGINE_APIVIDEO_RATE_LIMITS: optional(
      z.string().regex(/^[1-9]\d{0,6},[1-9]\d{0,6},[1-9]\d{0,6}$/, "write uploads,writes,reads a minute"),
    ),
    ENGINE_APIVIDEO_RESTORE_DAYS: optional(z.coerce.number().int().min(0).max(3650)),
    ENGINE_APIVIDEO_STITCH_TOKEN_UPLOADS: optional(z.enum(["true", "false"])),
    ENGINE_RTMP_PORT: optional(port),
    ENGINE_SPEECH_COMMAND: words,
    ENGINE_LANGUAGE_COMMAND: words,
    OIDC_ISSUER: optional(z.url()),
    OIDC_CLIENT_ID: optional(z.string()),
    OIDC_CLIENT_SECRET: optional(z.string()),
    OIDC_NAME: optional(z.string()).transform((value) => value ?? "single sign-on"),
  })
  .superRefine((given, context) => {
    for (const names of together) {
      const said = names.filter((name) => given[name] !== undefined);
      if (said.length === 0 || said.length === names.length) continue;
      const left = names.filter((name) => given[name] === undefined);
      const message = `set it as well, or leave out ${said.join(" and ")}`;
      context.addIssue({ code: "custom", path: [left.join(" and ")], message });
    }
  })
  .transform((given) => ({
    port: given.PORT,
    enginePort: given.ENGINE_PORT,
    enginePublicUrl: given.ENGINE_PUBLIC_URL?.replace(/\/+$/, ""),
    host: given.HOST,
    dataDir: given.REELYARD_DATA,
    publicUrl: given.PUBLIC_URL?.replace(/\/+$/, ""),
    secretKey: given.REELYARD_SECRET_KEY,
    databaseUrl: given.DATABASE_URL,
    engineDatabaseUrl: given.ENGINE_DATABASE_URL,
    owner:
      given.REELYARD_OWNER_EMAIL && given.REELYARD_OWNER_PASSWORD
        ? { email: given.REELYARD_OWNER_EMAIL, password: given.REELYARD_OWNER_PASSWORD }
        : undefined,
    engineCredentialsFile: given.REELYARD_ENGINE_CREDENTIALS,
    dashboardUrl: given.REELYARD_DASHBOARD_URL?.replace(/\/+$/, ""),
    allowPrivateUrls: given.REELYARD_ALLOW_PRIVATE_URLS,
    youtubeUrl: given.YOUTUBE_API_URL,
    vimeoUrl: given.VIMEO_API_URL,
    facebookUrl: given.FACEBOOK_API_URL,
    ffmpegPath: given.FFMPEG_PATH,
    ffprobePath: given.FFPROBE_PATH,
    apivideo: {
      rateLimits: given.ENGINE_APIVIDEO_RATE_LIMITS?.split(",").map(Number),
      restoreDays: given.ENGINE_APIVIDEO_RESTORE_DAYS,
      stitchTokenUploads: given.ENGINE_APIVIDEO_STITCH_TOKEN_UPLOADS === "true",
      rtmpPort: given.ENGINE_RTMP_PORT ?? given.ENGINE_PORT + 5,
      speechCommand: given.ENGINE_SPEECH_COMMAND,
      languageCommand: given.ENGINE_LANGUAGE_COMMAND,
    },
    oidc:
      given.OIDC_ISSUER && given.OIDC_CLIENT_ID && given.OIDC_CLIENT_SECRET
        ? {
            issuer: given.OIDC_ISSUER,
            clientId: given.OIDC_CLIENT_ID,
            clientSecret: given.OIDC_CLIENT_SECRET,
            name: given.OIDC_NAME,
          }
        : undefined,
  }));

export type Env = z.output<typeof shape>;

/** The environment is not usable; `message` names each variable and what is wrong with it, one line. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Every environment variable of Reelyard, checked. Throws `EnvError`. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const parsed = shape.safeParse(variables);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
  );
}

let cached: Env | undefined;

/** The process's own environment, parsed on first use. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
