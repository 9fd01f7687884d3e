export type SignInAnswer = "signed-in" | "wrong" | "limited" | "unreachable";

/** Signs in with e-mail and password; on success the browser holds the session's cookie. */
export async function signInWithPassword(credentials: {
  email: string;
  password: string;
}): Promise<SignInAnswer> {
  try {
    const error = await postAuth("callback/credentials", credentials);
    if (error === null) return "signed-in";
    return error === "limited" ? "limited" : "wrong";
  } catch {
    // Offline, or the server is restarting: the form says so and keeps what was typed.
    return "unreachable";
  }
}

/** The address of the single sign-on provider's page to go to. */
export async function singleSignOnAddress(callbackUrl: string): Promise<string> {
  const answer = await fetchAuth("signin/oidc", { callbackUrl });
  return answer.url;
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await fetchAuth("signout", {});
}

/** The error code next-auth put into the address it answers with, or null. */
async function postAuth(path: string, fields: Record<string, string>): Promise<string | null> {
  const { url } = await fetchAuth(path, fields);
  return new URL(url, window.location.href).searchParams.get("error");
}

async function fetchAuth(path: string, fields: Record<string, string>) {
  const { csrfAnswer, redirectAnswer } = await import("./schema.ts");
  const csrf = csrfAnswer.parse(await (await fetch("/api/auth/csrf")).json());
  const response = await fetch(`/api/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, csrfToken: csrf.csrfToken, json: "true" }),
    signal: AbortSignal.timeout(30_000),
  });
  return redirectAnswer.parse(await response.json());
}
