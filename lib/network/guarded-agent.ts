import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { normaliseHost } from "./addresses.ts";
import { parseAllowList } from "./allow-list.ts";
import { checkAddress, type Resolver, resolveChecked } from "./public-url.ts";

/** Agents keep connections open between calls, so there is one for each policy and never one for two. */
const agents = new WeakMap<Resolver, Map<string, Agent>>();
const connectTimeoutMs = 10_000;

/**
 * A connection pool whose every connection goes to an address that was checked for that very connection: the
 * name is resolved once, all its addresses are checked, and the socket is given those and no others. A name
 * that answers differently a moment later (DNS rebinding) gains nothing.
 */
export function guardedAgent(allowPrivate: readonly string[], resolver: Resolver): Agent {
  const byPolicy = agents.get(resolver) ?? new Map<string, Agent>();
  agents.set(resolver, byPolicy);
  const key = JSON.stringify(allowPrivate);
  const agent = byPolicy.get(key) ?? buildAgent(allowPrivate, resolver);
  byPolicy.set(key, agent);
  return agent;
}

function buildAgent(allowPrivate: readonly string[], resolver: Resolver): Agent {
  const allowList = parseAllowList(allowPrivate);
  const connect: buildConnector.connector = (options, callback) => {
    const host = normaliseHost(options.hostname);
    const port = Number(options.port || (options.protocol === "https:" ? 443 : 80));
    resolveChecked(host, port, { allowList, resolver }).then(
      (addresses) => {
        const connectChecked = buildConnector({
          timeout: connectTimeoutMs,
          lookup: answerOnly(addresses),
          allowH2: false,
        });
        connectChecked(options, (error, socket) => {
          if (!socket) return callback(error ?? new Error("no socket"), null);
          try {
            // Were the lookup ever bypassed, the address actually connected would still have to pass.
            checkAddress(host, port, socket.remoteAddress ?? "", allowList);
          } catch (fault) {
            socket.destroy();
            return callback(fault instanceof Error ? fault : new Error(String(fault)), null);
          }
          callback(null, socket);
        });
      },
      (error: Error) => callback(error, null),
    );
  };
  return new Agent({ connect, connections: 32, pipelining: 1, maxHeaderSize: 16_384 });
}

function answerOnly(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const fitting = options.family ? answers.filter((answer) => answer.family === options.family) : answers;
    const [first] = fitting;
    if (!first) return callback(new Error("no address of the family asked for"), "");
    if (options.all) return callback(null, fitting);
    return callback(null, first.address, first.family);
  };
}
