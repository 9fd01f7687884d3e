import { readFile } from "node:fs/promises";
import path from "node:path";
import type { BrowserContext, Response } from "@playwright/test";
import { z } from "zod";

const credentials = z.object({
  ziggeo: z.object({ privateKey: z.string(), encryptionKey: z.string() }),
  telestream: z.object({ secretKey: z.string(), apiKey: z.string() }),
  stupeflix: z.object({ secret: z.string(), apiKey: z.string() }),
  apivideo: z.object({ apiKey: z.string() }),
});

/** Every secret this product keeps, by name: none of them may reach a browser or a log. */
export async function readSecrets(dataDir: string): Promise<Map<string, string>> {
  const { ziggeo, telestream, stupeflix, apivideo } = credentials.parse(
    JSON.parse(await readFile(path.join(dataDir, "engine", "credentials.json"), "utf8")),
  );
  const masterKey = await readFile(path.join(dataDir, "secret.key"));
  return new Map([
    ["Ziggeo private key", ziggeo.privateKey],
    ["Ziggeo encryption key", ziggeo.encryptionKey],
    ["Telestream secret key", telestream.secretKey],
    ["Telestream API key", telestream.apiKey],
    ["Stupeflix secret", stupeflix.secret],
    ["Stupeflix API key", stupeflix.apiKey],
    ["api.video API key", apivideo.apiKey],
    ["master key", masterKey.toString("utf8").trim()],
    ["master key, hex", masterKey.toString("hex")],
    ["master key, base64", masterKey.toString("base64")],
  ]);
}

/** Media is compared byte by byte elsewhere; reading gigabytes of it again would only cost time. */
const largestBody = 4 * 1024 * 1024;

/** Keeps every response that a browser context gets, headers and body, to be searched at the end. */
export class SecretWatch {
  readonly #received: Promise<{ url: string; text: string }>[] = [];

  constructor(context: BrowserContext) {
    context.on("response", (response) => {
      const reading = this.#read(response);
      // Who looks for leaks hears of a failure. What comes after that is of a page that closes, in the middle of it.
      reading.catch(() => {});
      this.#received.push(reading);
    });
  }

  async #read(response: Response): Promise<{ url: string; text: string }> {
    const headers = await response.allHeaders();
    const told = JSON.stringify(headers);
    const isEndless = headers["content-type"]?.startsWith("text/event-stream");
    const isLarge = Number(headers["content-length"] ?? 0) > largestBody;
    const body = isEndless || isLarge ? "" : await readBody(response);
    return { url: response.url(), text: `${told}\n${body}` };
  }

  /** `secret name in url`, for each that was found; empty when all is well. */
  async findLeaks(secrets: ReadonlyMap<string, string>): Promise<string[]> {
    const received = await Promise.all(this.#received);
    return received.flatMap(({ url, text }) => findIn(url, text, secrets));
  }

  get count(): number {
    return this.#received.length;
  }
}

async function readBody(response: Response): Promise<string> {
  try {
    return (await response.body()).toString("latin1");
  } catch {
    // A redirect, or a request the page gave up, has no body to read.
    return "";
  }
}

export function findIn(where: string, text: string, secrets: ReadonlyMap<string, string>): string[] {
  return [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => `${name} in ${where}`);
}
