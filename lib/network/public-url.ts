import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { findAddressFault, normaliseHost } from "./addresses.ts";
import { type AllowList, parseAllowList } from "./allow-list.ts";
import { BlockedAddressError } from "./errors.ts";

/** All addresses of a name, v4 and v6. Tests give their own; the default asks the system. */
export type Resolver = (host: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map((answer) => answer.address);

/** Ports web servers are found on. Others belong to services that must not be spoken to through us. */
const webPorts = new Set([80, 443, 8000, 8008, 8080, 8081, 8443, 8888]);

/**
 * Parses a URL from outside and checks all that can be known before its name is resolved: scheme,
 * credentials, port, and addresses written into it in any notation. Throws `BlockedAddressError`.
 */
export function parsePublicUrl(given: string | URL, allowList: AllowList): URL {
  const url = parse(given);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new BlockedAddressError(url.host, `Only http and https addresses can be used, not ${url.protocol}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new BlockedAddressError(url.host, "An address with a user name or password in it cannot be used.");
  }
  const target = { host: normaliseHost(url.hostname), port: portOf(url) };
  if (allowList(target)) return url;
  if (isIP(target.host) !== 0) checkAddress(target.host, target.port, target.host, allowList);
  if (target.host === "localhost" || target.host.endsWith(".localhost")) {
    throw new BlockedAddressError(
      target.host,
      `${target.host} is this machine itself and cannot be reached.`,
    );
  }
  return url;
}

/** Throws `BlockedAddressError` unless this address is public on one of these ports, or listed as allowed. */
export function checkAddress(
  host: string,
  port: number,
  address: string,
  allowList: AllowList,
  ports: ReadonlySet<number> = webPorts,
): void {
  if (allowList({ host, port, address })) return;
  const fault = findAddressFault(address);
  if (fault !== undefined) {
    throw new BlockedAddressError(
      host,
      `${host} leads to ${address}, which is not a public address (${fault}). ` +
        "If it is meant, list it in REELYARD_ALLOW_PRIVATE_URLS.",
    );
  }
  if (!ports.has(port)) {
    const whose = ports === webPorts ? "web" : "such";
    throw new BlockedAddressError(host, `Port ${port} of ${host} is not one that ${whose} servers use.`);
  }
}

/**
 * Resolves a host and answers its addresses when every one of them may be reached: a name with one private
 * address among public ones is refused, since which one gets connected is chance.
 * Throws `BlockedAddressError`, or the resolver's own error when there is no such name.
 */
export async function resolveChecked(
  hostname: string,
  port: number,
  options: { allowList: AllowList; resolver: Resolver; ports?: ReadonlySet<number> },
): Promise<readonly string[]> {
  const host = normaliseHost(hostname);
  const addresses = isIP(host) === 0 ? await options.resolver(host) : [host];
  if (addresses.length === 0) throw new BlockedAddressError(host, `${host} has no address.`);
  for (const address of addresses) checkAddress(host, port, address, options.allowList, options.ports);
  return addresses;
}

/**
 * For addresses that people enter and that are used later: the same rules as `guardedFetch`, without a
 * connection. Passing it proves nothing for later, so the later call goes through `guardedFetch` again.
 * @param options.allowPrivate entries as in `REELYARD_ALLOW_PRIVATE_URLS`
 */
export async function assertPublicUrl(
  given: string | URL,
  options: { allowPrivate: readonly string[]; resolver?: Resolver },
): Promise<URL> {
  const allowList = parseAllowList(options.allowPrivate);
  const url = parsePublicUrl(given, allowList);
  const resolver = options.resolver ?? systemResolver;
  await resolveChecked(url.hostname, portOf(url), { allowList, resolver });
  return url;
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function parse(given: string | URL): URL {
  if (given instanceof URL) return given;
  const url = URL.parse(given);
  if (!url)
    throw new BlockedAddressError("", "This is not an address that can be used: give a full http(s) URL.");
  return url;
}
