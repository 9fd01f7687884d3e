import type { ProviderId } from "#lib/domain/provider-id.ts";
import { apivideoProvider } from "./apivideo/index.ts";
import type { ProviderAccount, VideoProvider } from "./provider.ts";
import { stupeflixProvider } from "./stupeflix/index.ts";
import { telestreamProvider } from "./telestream/index.ts";
import { ziggeoProvider } from "./ziggeo/index.ts";

const makers: Readonly<Record<ProviderId, (account: ProviderAccount) => VideoProvider>> = {
  ziggeo: ziggeoProvider,
  telestream: telestreamProvider,
  stupeflix: stupeflixProvider,
  apivideo: apivideoProvider,
};

/** The client of an account's provider. Makes no call. */
export function providerFor(account: ProviderAccount): VideoProvider {
  return makers[account.provider](account);
}
