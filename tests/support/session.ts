import { z } from "zod";

const csrfAnswer = z.object({ csrfToken: z.string() });

/** A signed-in person without a browser: next-auth's own two steps, and the cookies they set. */
export async function signIn(url: string, email: string, password: string): Promise<{ cookie: string }> {
  const jar = new Map<string, string>();
  const remember = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  const csrf = await fetch(`${url}/api/auth/csrf`);
  remember(csrf);
  const { csrfToken } = csrfAnswer.parse(await csrf.json());
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookie(), origin: url },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: url }),
    redirect: "manual",
  });
  remember(answer);
  if (![...jar.keys()].some((name) => name.endsWith("session-token"))) {
    throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  }
  return { cookie: cookie() };
}
