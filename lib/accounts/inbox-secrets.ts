import type { SecretPlace } from "#lib/secrets/seal.ts";

/** Where the secret part of an inbox's address is sealed. */
export const inboxAddressPlace = (addressId: string): SecretPlace => ({
  table: "inbox_addresses",
  rowId: addressId,
  column: "sealed_secret",
});

/** Where the key is sealed that a provider's webhook signs with. */
export const signingKeyPlace = (connectionId: string, providerWebhookId: string): SecretPlace => ({
  table: "inbox_signing_keys",
  rowId: `${connectionId}/${providerWebhookId}`,
  column: "sealed_key",
});
