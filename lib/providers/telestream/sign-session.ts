import type { ProviderAccount, SignedRequest } from "../provider.ts";
import { apiRoot, keyOf, validForMs } from "./api.ts";
import { signedParameters } from "./signature.ts";

const path = "/videos/upload.json";

/**
 * The form that opens a resumable session in parts when the browser posts it (`telestream.md` §6.2). Good for
 * this one file, and once.
 */
export function signSession(
  account: ProviderAccount,
  input: {
    readonly destinationId: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly renditionNames: readonly string[];
  },
  now: Date,
): SignedRequest {
  const root = apiRoot(account);
  const form = signedParameters(
    { ...keyOf(account), factoryId: input.destinationId },
    {
      method: "POST",
      host: new URL(root).host,
      path,
      parameters: {
        file_name: input.fileName,
        file_size: String(input.sizeBytes),
        profiles: input.renditionNames.join(",") || "none",
        multi_chunk: "true",
      },
    },
    now,
  );
  return {
    method: "POST",
    url: `${root}${path}`,
    headers: {},
    form,
    expiresAtMs: now.getTime() + validForMs("POST", path),
  };
}
