import "server-only";
import { type ConnectionRow, toBrowserUrl } from "#lib/accounts/accounts.ts";
import { openAuthTokens } from "#lib/accounts/auth-token-secrets.ts";
import { readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import { type AuthTokenRules, noGrant, noRules, standingOf } from "#lib/domain/auth-token.ts";
import { buildEmbedCode, type EmbedFacts, type EmbedKind } from "#lib/domain/embed-code.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { cdnUrlOf, embedUrlOf } from "#lib/providers/ziggeo/region.ts";
import { findTitles, getAuthTokenRow, listAuthTokenRows, toAuthTokenView } from "./auth-token-registry.ts";
import { encryptAuthToken } from "./auth-tokens.ts";
import { openApplication } from "./open-application.ts";
import { callTimeoutMs, openVideo } from "./open-ziggeo.ts";
import type { BuildEmbedInput, EmbedOptions, PreviewEmbedInput } from "./schema/auth-tokens.ts";

const options = { timeoutMs: callTimeoutMs };

/** What code for a page can be made of. Without an answer from Ziggeo there is less to say, and still code. */
export async function getEmbedOptions(_viewer: Viewer, assetId: string): Promise<EmbedOptions> {
  const { connection, client, videoToken } = await openVideo(assetId);
  const { fields } = await openApplication(connection.connectionId);
  const [application, video, rows] = await Promise.all([
    unlessSilent(() => client.application.get(options)),
    unlessSilent(() => client.videos.get(videoToken, options)),
    listAuthTokenRows(connection.connectionId),
  ]);
  return {
    videoToken,
    videoKey: video?.key ?? null,
    applicationHint: (fields.applicationToken ?? "").slice(-4),
    isLocal: connection.isLocal,
    mediaBase: toBase(connection, cdnUrlOf(connection.baseUrl)),
    canEncrypt: Boolean(fields.encryptionKey),
    tokens: rows.map(toAuthTokenView),
    titles: await findTitles(
      connection.connectionId,
      rows.map(({ rules }) => rules),
    ),
    needsToken: application && {
      create: application.auth_token_required_for_create ?? false,
      read: application.auth_token_required_for_read ?? false,
      update: application.auth_token_required_for_update ?? false,
    },
    readAt: new Date().toISOString(),
  };
}

async function unlessSilent<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await readInWords(call);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** The engine's own address means nothing to a browser elsewhere. */
function toBase(connection: ConnectionRow, url: string): string {
  const moved = toBrowserUrl(connection, new URL("/v1", url).href);
  return (moved ?? url).replace(/\/v1$/, "");
}

/** The code with the token in it: it leaves the registry here, for a page. */
export async function buildEmbed(viewer: Viewer, input: BuildEmbedInput): Promise<{ code: string }> {
  const { connection, videoToken, title } = await openVideo(input.assetId);
  const { fields } = await openApplication(connection.connectionId);
  const facts: EmbedFacts = {
    applicationToken: fields.applicationToken ?? "",
    videoToken,
    mediaBase: new URL(toBase(connection, cdnUrlOf(connection.baseUrl)), input.origin).href.replace(
      /\/$/,
      "",
    ),
    auth: await findAuth(viewer, input, { connection, videoToken, title }),
  };
  return { code: buildEmbedCode(input.kind, facts) };
}

interface EmbeddedVideo {
  readonly connection: ConnectionRow;
  readonly videoToken: string;
  readonly title: string;
}

async function findAuth(
  viewer: Viewer,
  { kind, authTokenId, encryptDays }: Pick<BuildEmbedInput, "kind" | "authTokenId" | "encryptDays">,
  { connection, videoToken, title }: EmbeddedVideo,
): Promise<EmbedFacts["auth"]> {
  const { connectionId } = connection;
  if (encryptDays !== undefined) {
    const rules = rulesFor(kind, videoToken, encryptDays);
    return { kind: "client", token: (await encryptAuthToken(viewer, { connectionId, rules })).token };
  }
  if (authTokenId === undefined) return null;
  const row = await getAuthTokenRow(authTokenId);
  if (row.connectionId !== connectionId) {
    throw new DomainError("invalid", `“${row.name}” is of another application than “${title}”.`);
  }
  const standing = standingOf({ rules: row.rules, isGone: row.state === "gone" }, Date.now());
  if (standing === "hidden" || standing === "ended" || standing === "gone") {
    throw new DomainError("invalid", `No page can use “${row.name}”: ${unusable[standing]}.`);
  }
  const [token = ""] = await openAuthTokens([row]);
  await recordAudit(viewer, {
    action: "auth-token.embed",
    subject: `${row.name} (…${row.hint})`,
    connectionId,
    detail: { kind, video: title },
  });
  return { kind: "server", token };
}

const unusable = {
  hidden: "it is hidden",
  ended: "it has ended",
  gone: "Ziggeo does not have it any more",
} as const;

/** No more than the page needs. */
function rulesFor(kind: EmbedKind, videoToken: string, days: number): AuthTokenRules {
  const thisVideo = { ...noGrant, resources: [videoToken] };
  const grants = {
    player: { read: thisVideo },
    video: { read: thisVideo },
    rerecorder: { read: thisVideo, update: thisVideo },
    recorder: { create: { ...noGrant, sessionOwned: true } },
  }[kind];
  const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
  return { ...noRules, grants: { ...noRules.grants, ...grants }, expiresAt };
}

export interface EmbedPreview extends EmbedFacts {
  /** Where a page's session is opened: with one, what is fetched after it counts as one use of the token. */
  readonly sessionUrl: string;
}

/** What this browser needs to play the video as a page elsewhere would. */
export async function previewEmbed(viewer: Viewer, input: PreviewEmbedInput): Promise<EmbedPreview> {
  const { connection, videoToken, title } = await openVideo(input.assetId);
  const { fields } = await openApplication(connection.connectionId);
  const { applicationToken = "" } = fields;
  const embedBase = toBase(connection, embedUrlOf(connection.baseUrl));
  return {
    applicationToken,
    videoToken,
    mediaBase: toBase(connection, cdnUrlOf(connection.baseUrl)),
    auth: await findAuth(viewer, { ...input, kind: "player" }, { connection, videoToken, title }),
    sessionUrl: `${embedBase}/v1/applications/${encodeURIComponent(applicationToken)}/session`,
  };
}
