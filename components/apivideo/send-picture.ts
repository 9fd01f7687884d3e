import type { Failure, Result } from "#lib/domain/result.ts";

const mostBytes = 8 * 1024 * 1024;

/** Sends a picture to one of our routes, which hands it to the provider. Never rejects. */
export async function sendPicture(
  path: string,
  picture: File,
  query: Readonly<Record<string, string>> = {},
): Promise<Result<null>> {
  if (picture.size > mostBytes) return refuse("The picture has more than 8 MB. Choose a smaller one.");
  const parameters = new URLSearchParams({ ...query, fileName: picture.name });
  try {
    const answer = await fetch(`${path}?${parameters}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: picture,
    });
    if (answer.ok) return { ok: true, value: null };
    const { error }: { error?: Failure } = await answer.json();
    return error ? { ok: false, error } : refuse(`Reelyard answered ${answer.status}.`);
  } catch {
    return refuse("Reelyard did not answer. Try again in a moment.");
  }
}

const refuse = (message: string): Result<null> => ({
  ok: false,
  error: { code: "invalid", message, fields: {} },
});
