import ipaddr from "ipaddr.js";
import { normaliseHost } from "./addresses.ts";

/** Where a connection is about to go. */
export interface Target {
  /** As `normaliseHost` writes it. */
  readonly host: string;
  readonly port: number;
  /** Absent while only the name is known. */
  readonly address?: string;
}

export type AllowList = (target: Target) => boolean;

/**
 * Reads entries of `REELYARD_ALLOW_PRIVATE_URLS`: a host name, an address or a CIDR, each optionally with
 * `:port` (IPv6 in brackets then), and answers whether a target is listed. A name allows whatever it
 * resolves to; an address or CIDR allows names that resolve into it. Without a port any port is allowed.
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const rules = entries.map(toRule);
  return (target) => rules.some((rule) => rule(target));
}

function toRule(entry: string): AllowList {
  const { subject, port } = splitPort(entry.trim());
  const isListedAddress = toAddressTest(subject);
  const name = normaliseHost(subject);
  return (target) => {
    if (port !== undefined && port !== target.port) return false;
    if (!isListedAddress) return target.host === name;
    const address = target.address ?? (ipaddr.isValid(target.host) ? target.host : undefined);
    return address !== undefined && isListedAddress(address);
  };
}

function splitPort(entry: string): { subject: string; port?: number } {
  const match = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(entry);
  return match?.[1] === undefined ? { subject: entry } : { subject: match[1], port: Number(match[2]) };
}

function toAddressTest(subject: string): ((address: string) => boolean) | undefined {
  const bare = normaliseHost(subject);
  if (ipaddr.isValidCIDR(bare)) {
    const [network, bits] = ipaddr.parseCIDR(bare);
    return (address) => {
      if (!ipaddr.isValid(address)) return false;
      const parsed = ipaddr.parse(address);
      return parsed.kind() === network.kind() && parsed.match(network, bits);
    };
  }
  if (!ipaddr.isValid(bare)) return undefined;
  const listed = ipaddr.parse(bare).toNormalizedString();
  return (address) => ipaddr.isValid(address) && ipaddr.parse(address).toNormalizedString() === listed;
}
