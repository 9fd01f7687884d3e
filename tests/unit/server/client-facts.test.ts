import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { clientFacts, stampRequest } from "#lib/server/client-facts.ts";

function requestFrom(remoteAddress: string, headers: Record<string, string>): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });
  const request = new IncomingMessage(socket);
  request.headers = headers;
  return request;
}

test("a proxy on this machine is believed, and only its own last entry", () => {
  const facts = clientFacts(
    requestFrom("::ffff:127.0.0.1", {
      host: "127.0.0.1:3000",
      "x-forwarded-for": "203.0.113.9, 198.51.100.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "video.example",
    }),
  );
  expect(facts).toEqual({ address: "198.51.100.7", protocol: "https", host: "video.example" });
});

test("anyone else is who their socket says", () => {
  const facts = clientFacts(
    requestFrom("192.0.2.44", {
      host: "video.example",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
    }),
  );
  expect(facts).toEqual({ address: "192.0.2.44", protocol: "http", host: "video.example" });
});

test("an address that is none is not taken over", () => {
  const facts = clientFacts(requestFrom("127.0.0.1", { host: "a", "x-forwarded-for": "<script>" }));
  expect(facts.address).toBe("127.0.0.1");
});

test("headers that only our server and Next may set do not survive", () => {
  const request = requestFrom("192.0.2.44", {
    host: "video.example",
    "x-middleware-subrequest": "proxy:proxy:proxy",
    "x-middleware-rewrite": "/admin",
    "x-reelyard-client-address": "10.0.0.1",
    "x-forwarded-port": "1",
  });
  stampRequest(request, clientFacts(request));
  expect(request.headers).toEqual({
    host: "video.example",
    "x-forwarded-host": "video.example",
    "x-forwarded-proto": "http",
    "x-forwarded-for": "192.0.2.44",
    "x-reelyard-client-address": "192.0.2.44",
  });
});
