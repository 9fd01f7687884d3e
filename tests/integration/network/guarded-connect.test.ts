import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BlockedAddressError } from "#lib/network/errors.ts";
import { type GuardedConnectOptions, guardedConnect } from "#lib/network/guarded-connect.ts";
import { type FaultServer, startFaultServer } from "#tests/support/fault-server.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const connect = (host: string, port: number, options: Partial<GuardedConnectOptions> = {}) =>
  guardedConnect(host, port, {
    allowPrivate: [],
    ports: new Set([1935]),
    isTls: false,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...options,
  });

test("what is listed is connected to, by name and by address", async () => {
  const resolver = async () => ["127.0.0.1"];
  const allowPrivate = [`127.0.0.1:${server.port}`];
  for (const host of ["live.example.com", "127.0.0.1"]) {
    const socket = await connect(host, server.port, { allowPrivate, resolver });
    expect(socket.remotePort).toBe(server.port);
    socket.destroy();
    await once(socket, "close");
  }
});

test("nothing inside is reached, whatever name leads there, and no port of other services", async () => {
  const before = server.connections();
  const inside = async () => ["127.0.0.1"];
  const outside = async () => ["93.184.216.34"];
  const mixed = async () => ["93.184.216.34", "10.0.0.1"];
  await expect(connect("127.0.0.1", 1935)).rejects.toBeInstanceOf(BlockedAddressError);
  await expect(connect("[::ffff:7f00:1]", 1935)).rejects.toBeInstanceOf(BlockedAddressError);
  await expect(connect("live.example.com", 1935, { resolver: inside })).rejects.toThrow(
    /not a public address/,
  );
  await expect(connect("live.example.com", 1935, { resolver: mixed })).rejects.toThrow(
    /not a public address/,
  );
  await expect(connect("live.example.com", 25, { resolver: outside })).rejects.toThrow(/Port 25/);
  expect(server.connections()).toBe(before);
});

test("who no longer waits is not connected for", async () => {
  const stop = new AbortController();
  stop.abort(new Error("over"));
  const allowPrivate = ["127.0.0.1"];
  await expect(connect("127.0.0.1", server.port, { allowPrivate, signal: stop.signal })).rejects.toThrow(
    "over",
  );
});
