import ipaddr from "ipaddr.js";

/** Reachable inside a cloud's network although it lies in public space: Azure's platform endpoint. */
const metadataAddresses = new Set(["168.63.129.16"]);
const globalUnicast6 = ipaddr.parseCIDR("2000::/3");

/**
 * Why an address may not be reached, in the registry's word for its range (`loopback`, `private`,
 * `linkLocal`, `carrierGradeNat`, `ipv4Mapped`, `rfc6052` for NAT64, …); undefined when it is public.
 * Everything is refused that is not plainly public, so a range yet unheard of is refused too.
 */
export function findAddressFault(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return "invalid";
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== "unicast") return range;
  if (metadataAddresses.has(parsed.toString())) return "metadata";
  // What is left of IPv6 outside 2000::/3: v4-compatible, local NAT64, site-local and unassigned space.
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast6)) return "reserved";
  return undefined;
}

/** Lower case, without the root's trailing dot or the brackets of an IPv6 literal: the form hosts compare in. */
export function normaliseHost(host: string): string {
  const bare = host.toLowerCase().replace(/\.+$/, "");
  return bare.startsWith("[") && bare.endsWith("]") ? bare.slice(1, -1) : bare;
}
