import "server-only";
import { hashSecret, isInForce, type KnownAddress, listAddresses } from "#lib/accounts/inbox-addresses.ts";

/** A guess at an address makes us look again for new ones, this often at most. */
const reloadEveryMs = 1_000;

/** Which secrets open which connection's inbox, in memory: a thousand events a second ask. */
export interface AddressBook {
  /** The connection whose inbox this is; undefined for a wrong connection and for a wrong secret alike. */
  find(connectionId: string, secret: string): Promise<string | undefined>;
  /** Addresses changed: read them again at the next event. */
  forget(): void;
}

export function createAddressBook(now: () => Date = () => new Date()): AddressBook {
  let known: ReadonlyMap<string, KnownAddress> | undefined;
  let loadedAtMs = 0;

  const load = async () => {
    loadedAtMs = now().getTime();
    known = new Map((await listAddresses()).map((address) => [address.secretHash, address]));
    return known;
  };

  return {
    async find(connectionId, secret) {
      // Looked up by its hash: how long that takes says nothing about the secret.
      const hash = hashSecret(secret);
      let address = known?.get(hash);
      if (!address && (!known || now().getTime() - loadedAtMs >= reloadEveryMs))
        address = (await load()).get(hash);
      const isGood = address?.connectionId === connectionId && isInForce(address, now());
      return isGood ? connectionId : undefined;
    },
    forget() {
      known = undefined;
    },
  };
}
