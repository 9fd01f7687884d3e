import "server-only";
import { readInWords } from "#lib/accounts/in-words.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { env } from "#lib/env.ts";
import { guardedFetch } from "#lib/network/guarded-fetch.ts";
import { toFailureKind } from "#lib/providers/failures.ts";
import { callTimeoutMs, type OpenTelestream, openTelestream } from "./open-telestream.ts";
import type { EncodingDetail, EncodingDetailRequest } from "./schema/encoding.ts";

/** Encoders talk a lot; the end says why it ended. */
const logShownBytes = 64 * 1024;
const logMaxBytes = 8 * 1024 * 1024;

/** One encoding as the service has it now, with what the encoder said. */
export async function getEncodingDetail(
  _viewer: Viewer,
  { connectionId, factoryId, encodingId }: EncodingDetailRequest,
): Promise<EncodingDetail> {
  const open = await openTelestream(connectionId);
  const encoding = await readInWords(() =>
    open.client.encodings.get(factoryId, encodingId, { timeoutMs: callTimeoutMs }),
  );
  const log = encoding.logfile_url
    ? await readLog(open, encoding.logfile_url)
    : { log: null, logProblem: null };
  return {
    encodingId: encoding.id,
    profileId: encoding.profile_id ?? null,
    errorClass: encoding.error_class ?? null,
    errorMessage: encoding.error_message ?? null,
    files: encoding.files ?? [],
    encodingSeconds: encoding.encoding_time ?? null,
    ...log,
    raw: encoding,
  };
}

async function readLog(
  { account }: OpenTelestream,
  url: string,
): Promise<Pick<EncodingDetail, "log" | "logProblem">> {
  const own = account.isLocal ? [new URL(account.baseUrl).host] : [];
  try {
    const answer = await guardedFetch(url, {
      allowPrivate: [...env().allowPrivateUrls, ...own],
      timeoutMs: callTimeoutMs,
      maxBytes: logMaxBytes,
      maxRedirects: 3,
    });
    if (answer.status !== 200) {
      answer.discard();
      return { log: null, logProblem: `The log answered ${answer.status}.` };
    }
    const bytes = await answer.bytes();
    const shown = bytes.subarray(-logShownBytes);
    return {
      log: { text: shown.toString("utf8").replace(/\r\n?/g, "\n"), isCut: shown.length < bytes.length },
      logProblem: null,
    };
  } catch (error) {
    if (!toFailureKind(error) || !(error instanceof Error)) throw error;
    return { log: null, logProblem: `The log could not be read: ${error.message}` };
  }
}
