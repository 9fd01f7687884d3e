import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { EngineAccount } from "./library/types.ts";

const hexId = z.string().regex(/^[0-9a-f]{32}$/);
const key = z.string().min(16);

const credentialsFile = z.object({
  ziggeo: z.object({
    baseUrl: z.url(),
    applicationToken: hexId,
    privateKey: hexId,
    encryptionKey: hexId,
  }),
  telestream: z.object({ baseUrl: z.url(), accessKey: key, secretKey: key, apiKey: key, factoryId: hexId }),
  stupeflix: z.object({ baseUrl: z.url(), secret: key, apiKey: key }),
  apivideo: z.object({ baseUrl: z.url(), apiKey: key }),
});

/** `data/engine/credentials.json`: one account per provider, in each provider's own terms. */
export type EngineCredentials = z.output<typeof credentialsFile>;

/** The engine's accounts. One per provider for now; protocols look theirs up by the key a request carries. */
export interface EngineAccounts {
  readonly credentials: EngineCredentials;
  readonly ziggeo: EngineAccount & { readonly provider: "ziggeo" };
  readonly telestream: EngineAccount & { readonly provider: "telestream" };
  readonly stupeflix: EngineAccount & { readonly provider: "stupeflix" };
  readonly apivideo: EngineAccount & { readonly provider: "apivideo" };
}

export type ProtocolPorts = Readonly<Record<keyof EngineCredentials, number>>;

const makeKey = (bytes: number) => randomBytes(bytes).toString("hex");

/** The credentials file exists but cannot be used; one line for a person. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
}

/**
 * Reads `credentials.json`, or makes every key at first start. Keys never change; the addresses follow the ports
 * the engine is on now. The file is mode 0600 and replaced whole, so a reader never sees half of it.
 */
export async function openAccounts(
  dataDir: string,
  host: string,
  ports: ProtocolPorts,
): Promise<EngineAccounts> {
  const file = path.join(dataDir, "credentials.json");
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const origin = reachable.includes(":") ? `[${reachable}]` : reachable;
  const url = (provider: keyof EngineCredentials) => `http://${origin}:${ports[provider]}`;

  const known = await readCredentials(file);
  const credentials: EngineCredentials = {
    ziggeo: {
      ...(known?.ziggeo ?? {
        applicationToken: makeKey(16),
        privateKey: makeKey(16),
        encryptionKey: makeKey(16),
      }),
      baseUrl: url("ziggeo"),
    },
    telestream: {
      ...(known?.telestream ?? {
        accessKey: makeKey(10),
        secretKey: makeKey(20),
        apiKey: `tcs_${makeKey(20)}`,
        factoryId: makeKey(16),
      }),
      baseUrl: url("telestream"),
    },
    stupeflix: {
      ...(known?.stupeflix ?? { secret: makeKey(16), apiKey: makeKey(16) }),
      baseUrl: url("stupeflix"),
    },
    apivideo: { ...(known?.apivideo ?? { apiKey: makeKey(24) }), baseUrl: url("apivideo") },
  };
  const text = `${JSON.stringify(credentials, null, 2)}\n`;
  if (JSON.stringify(known) !== JSON.stringify(credentials)) await replaceFile(file, text);

  return {
    credentials,
    ziggeo: { accountId: "ziggeo", provider: "ziggeo" },
    telestream: { accountId: "telestream", provider: "telestream" },
    stupeflix: { accountId: "stupeflix", provider: "stupeflix" },
    apivideo: { accountId: "apivideo", provider: "apivideo" },
  };
}

async function readCredentials(file: string): Promise<EngineCredentials | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return credentialsFile.parse(JSON.parse(text));
  } catch {
    // Never the parser's own words: they would quote keys.
    throw new CredentialsError(
      `${file} is not a valid credentials file. Restore it from a backup, or remove it to make new keys.`,
    );
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const aside = `${file}.new`;
  const handle = await open(aside, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, file);
}
