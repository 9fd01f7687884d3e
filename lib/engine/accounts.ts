import type { EngineAccount } from "./library/types.ts";

/** `data/engine/credentials.json`: one account per provider, in each provider's own terms. */
export interface EngineCredentials {
  readonly ziggeo: { baseUrl: string; applicationToken: string; privateKey: string; encryptionKey: string };
  readonly telestream: {
    baseUrl: string;
    accessKey: string;
    secretKey: string;
    apiKey: string;
    factoryId: string;
  };
  readonly stupeflix: { baseUrl: string; secret: string; apiKey: string };
  readonly apivideo: { baseUrl: string; apiKey: string };
}

/** The engine's accounts. One per provider for now; protocols look theirs up by the key a request carries. */
export interface EngineAccounts {
  readonly credentials: EngineCredentials;
  readonly ziggeo: EngineAccount & { readonly provider: "ziggeo" };
  readonly telestream: EngineAccount & { readonly provider: "telestream" };
  readonly stupeflix: EngineAccount & { readonly provider: "stupeflix" };
  readonly apivideo: EngineAccount & { readonly provider: "apivideo" };
}
