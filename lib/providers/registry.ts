import type { ProviderId } from "../domain/provider-id.ts";
import { apivideoProvider } from "./apivideo/index.ts";
import type { ProviderAccount, VideoProvider } from "./provider.ts";
import { stupeflixProvider } from "./stupeflix/index.ts";
import { ziggeoProvider } from "./ziggeo/index.ts";

type MakeProvider = (account: ProviderAccount) => VideoProvider;

const makers: Partial<Record<ProviderId, MakeProvider>> = {
  ziggeo: ziggeoProvider,
  stupeflix: stupeflixProvider,
  apivideo: apivideoProvider,
};

/** The client of an account's provider. Makes no call. */
export function providerFor(account: ProviderAccount): VideoProvider {
  const make = makers[account.provider];
  if (!make) throw new Error(`There is no client for ${account.provider}.`);
  return make(account);
}
