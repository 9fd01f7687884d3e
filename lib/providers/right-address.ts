import { ProviderError } from "./errors.ts";

export interface AskedAddress {
  /** The service's own addresses, by the name that its connection form has for each. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The one that was asked. */
  readonly baseUrl: string;
  readonly error: ProviderError;
  /** Makes the call that needs the credentials at another of them. */
  ask(baseUrl: string): Promise<unknown>;
}

/**
 * Credentials that one address of a service refuses and another takes were entered for the wrong one: the names of
 * both. Undefined where none takes them, and for a host that is not the service's own, which is told nothing away.
 */
export async function findRightAddress({
  addresses,
  baseUrl,
  error,
  ask,
}: AskedAddress): Promise<{ entered: string; right: string } | undefined> {
  if (error.kind !== "unauthorized") return undefined;
  const names = Object.keys(addresses);
  const entered = names.find((name) => addresses[name] === baseUrl);
  if (entered === undefined) return undefined;
  const others = names.filter((name) => name !== entered);
  const takes = await Promise.all(others.map((name) => isTaken(() => ask(addresses[name] ?? ""))));
  const right = others.find((_name, index) => takes[index]);
  return right === undefined ? undefined : { entered, right };
}

async function isTaken(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof ProviderError) return false;
    throw error;
  }
}
