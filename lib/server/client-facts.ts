import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { clientAddressHeader } from "#lib/auth/request-facts.ts";

/** What is true of a request's client, whatever its headers claim. */
export interface ClientFacts {
  readonly address: string;
  readonly protocol: "http" | "https";
  readonly host: string;
}

/**
 * `X-Forwarded-*` is believed only from a proxy on this machine, and of its list only the last entry, which that
 * proxy wrote itself. Everyone else is who their socket says.
 */
export function clientFacts(request: IncomingMessage): ClientFacts {
  const { address: peer, isLoopback: behindProxy } = peerOf(request.socket);
  const forwarded = (name: string) => (behindProxy ? lastEntry(request.headers[name]) : undefined);
  return {
    address: plainAddress(forwarded("x-forwarded-for")) || peer || "unknown",
    protocol: forwarded("x-forwarded-proto") === "https" ? "https" : "http",
    host: forwarded("x-forwarded-host") ?? request.headers.host ?? "",
  };
}

/**
 * Writes the facts over whatever the client sent, so that everything behind our server may trust these headers,
 * and drops the ones that only Next itself may set (CVE-2025-29927).
 */
export function stampRequest(request: IncomingMessage, facts: ClientFacts): void {
  for (const name of Object.keys(request.headers)) {
    if (
      name.startsWith("x-forwarded-") ||
      name.startsWith("x-middleware-") ||
      name.startsWith("x-reelyard-")
    ) {
      delete request.headers[name];
    }
  }
  request.headers["x-forwarded-host"] = facts.host;
  request.headers["x-forwarded-proto"] = facts.protocol;
  request.headers["x-forwarded-for"] = facts.address;
  request.headers[clientAddressHeader] = facts.address;
}

interface Peer {
  readonly address: string;
  readonly isLoopback: boolean;
}

// One reading for each socket: it stays whose it is for all of its requests.
const peers = new WeakMap<Socket, Peer>();

function peerOf(socket: Socket): Peer {
  const known = peers.get(socket);
  if (known) return known;
  const address = plainAddress(socket.remoteAddress);
  const peer = { address, isLoopback: address !== "" && ipaddr.parse(address).range() === "loopback" };
  peers.set(socket, peer);
  return peer;
}

/** `::ffff:10.0.0.1` and `10.0.0.1` are one address; text that is no address is none. */
function plainAddress(text: string | undefined): string {
  return text && ipaddr.isValid(text) ? ipaddr.process(text).toString() : "";
}

function lastEntry(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(",") : header;
  return text?.split(",").at(-1)?.trim() || undefined;
}
