import { z } from "zod";

const csrfAnswer = z.object({ csrfToken: z.string() });

export interface SignInWay {
  /** Cookies that the browser has already. */
  readonly cookie?: string;
  /** As a proxy on this machine that ends TLS hands it on. */
  readonly isSecure?: boolean;
}

/** A signed-in person without a browser: next-auth's own two steps, and the cookies they set. */
export async function signIn(
  url: string,
  email: string,
  password: string,
  { cookie: before = "", isSecure = false }: SignInWay = {},
): Promise<{ cookie: string; setCookies: readonly string[] }> {
  const jar = new Map<string, string>();
  const keep = (pair: string) => {
    const at = pair.indexOf("=");
    if (at > 0) jar.set(pair.slice(0, at), pair.slice(at + 1));
  };
  for (const pair of before.split("; ")) keep(pair);
  const setCookies: string[] = [];
  const remember = (answer: Response) => {
    for (const cookie of answer.headers.getSetCookie()) {
      setCookies.push(cookie);
      const [pair = ""] = cookie.split(";");
      keep(pair);
    }
  };
  const proxied: Record<string, string> = isSecure ? { "x-forwarded-proto": "https" } : {};
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  const csrf = await fetch(`${url}/api/auth/csrf`, { headers: { cookie: cookie(), ...proxied } });
  remember(csrf);
  const { csrfToken } = csrfAnswer.parse(await csrf.json());
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      cookie: cookie(),
      origin: isSecure ? url.replace("http:", "https:") : url,
      ...proxied,
    },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: url }),
    redirect: "manual",
  });
  remember(answer);
  if (![...jar.keys()].some((name) => name.endsWith("session-token"))) {
    throw new Error(`Signing in answered ${answer.status}: ${await answer.text()}`);
  }
  return { cookie: cookie(), setCookies };
}
