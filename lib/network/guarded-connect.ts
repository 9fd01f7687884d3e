import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { normaliseHost } from "./addresses.ts";
import { parseAllowList } from "./allow-list.ts";
import { CallTimeoutError } from "./errors.ts";
import { type Resolver, resolveChecked, systemResolver } from "./public-url.ts";

export interface GuardedConnectOptions {
  /** As in `GuardedFetchOptions`. */
  readonly allowPrivate: readonly string[];
  /** Where servers of this protocol are found; others belong to services that must not be spoken to through us. */
  readonly ports: ReadonlySet<number>;
  readonly isTls: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly resolver?: Resolver;
}

/**
 * A connection to an address that came from outside, for protocols that are not HTTP: the same rules as
 * `guardedFetch`, and made to the very address that was checked. Throws `BlockedAddressError`, `CallTimeoutError`,
 * the signal's reason, or the connection's error.
 */
export async function guardedConnect(
  hostname: string,
  port: number,
  { allowPrivate, ports, isTls, timeoutMs, signal, resolver = systemResolver }: GuardedConnectOptions,
): Promise<Socket> {
  const host = normaliseHost(hostname);
  const [address = host] = await resolveChecked(host, port, {
    allowList: parseAllowList(allowPrivate),
    resolver,
    ports,
  });
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = isTls
    ? connectTls({ host: address, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connectTcp({ host: address, port, noDelay: true });
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => reject(new CallTimeoutError(host, timeoutMs)), timeoutMs);
  signal.addEventListener("abort", onAbort, { once: true });
  socket.once("error", reject).once(isTls ? "secureConnect" : "connect", () => resolve(socket));
  try {
    return await promise;
  } catch (error) {
    socket.on("error", () => {}).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    socket.off("error", reject);
  }
}
