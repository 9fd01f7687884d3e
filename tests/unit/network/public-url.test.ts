import { describe, expect, test } from "vitest";
import { BlockedAddressError } from "#lib/network/errors.ts";
import { assertPublicUrl, type Resolver } from "#lib/network/public-url.ts";

/** Names as an attacker's DNS would answer them. */
const names: Readonly<Record<string, readonly string[]>> = {
  "media.example": ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"],
  "inside.example": ["10.0.0.7"],
  "half-inside.example": ["93.184.216.34", "127.0.0.1"],
  "half-inside6.example": ["93.184.216.34", "::1"],
  "metadata.example": ["169.254.169.254"],
  "nat64.example": ["64:ff9b::7f00:1"],
  "zone.example": ["fe80::1%eth0"],
  "nothing.example": [],
};

const resolver: Resolver = async (host) => {
  const addresses = names[host];
  if (!addresses) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
  return addresses;
};
const assertPublic = (url: string, allowPrivate: readonly string[] = []) =>
  assertPublicUrl(url, { allowPrivate, resolver });

describe("a URL from outside", () => {
  test.each([
    "http://media.example/clip.mp4",
    "https://media.example/clip.mp4",
    "http://media.example:8080/clip.mp4",
    "https://MEDIA.example./clip.mp4",
    "http://93.184.216.34/clip.mp4",
    "http://[2606:2800:220:1:248:1893:25c8:1946]/clip.mp4",
  ])("may lead to a public place: %s", async (url) => {
    await expect(assertPublic(url)).resolves.toBeInstanceOf(URL);
  });

  test.each([
    ["loopback", "http://127.0.0.1/"],
    ["loopback elsewhere in its range", "http://127.255.255.254/"],
    ["loopback in short", "http://127.1/"],
    ["loopback as one decimal number", "http://2130706433/"],
    ["loopback in octal", "http://0177.0.0.1/"],
    ["loopback in hexadecimal", "http://0x7f.0x0.0x0.0x1/"],
    ["loopback as one hexadecimal number", "http://0x7f000001/"],
    ["loopback with digits of another script", "http://１２７.０.０.１/"],
    ["loopback with ideographic full stops", "http://127。0。0。1/"],
    ["loopback percent-encoded", "http://%31%32%37.0.0.1/"],
    ["IPv6 loopback", "http://[::1]/"],
    ["IPv6 loopback written out", "http://[0:0:0:0:0:0:0:1]/"],
    ["v4-mapped loopback", "http://[::ffff:7f00:1]/"],
    ["v4-mapped loopback, dotted", "http://[::ffff:127.0.0.1]/"],
    ["v4-compatible loopback", "http://[::7f00:1]/"],
    ["v4-translated loopback", "http://[::ffff:0:7f00:1]/"],
    ["NAT64 of loopback", "http://[64:ff9b::7f00:1]/"],
    ["local-use NAT64", "http://[64:ff9b:1::7f00:1]/"],
    ["6to4 of loopback", "http://[2002:7f00:1::]/"],
    ["Teredo", "http://[2001:0:7f00:1::]/"],
    ["this network", "http://0.0.0.0/"],
    ["this network as a number", "http://0/"],
    ["IPv6 unspecified", "http://[::]/"],
    ["private 10/8", "http://10.1.2.3/"],
    ["private 172.16/12", "http://172.31.255.255/"],
    ["private 192.168/16", "http://192.168.1.1/"],
    ["carrier-grade NAT", "http://100.64.0.1/"],
    ["a cloud's metadata", "http://169.254.169.254/latest/meta-data/"],
    ["Azure's platform endpoint", "http://168.63.129.16/"],
    ["Alibaba's metadata", "http://100.100.100.200/"],
    ["IPv6 metadata", "http://[fd00:ec2::254]/"],
    ["IPv6 unique local", "http://[fc00::1]/"],
    ["IPv6 link-local", "http://[fe80::1]/"],
    ["IPv6 site-local", "http://[fec0::1]/"],
    ["documentation", "http://[2001:db8::1]/"],
    ["multicast", "http://224.0.0.1/"],
    ["IPv6 multicast", "http://[ff02::1]/"],
    ["broadcast", "http://255.255.255.255/"],
    ["reserved", "http://240.0.0.1/"],
    ["benchmarking", "http://198.18.0.1/"],
    ["localhost", "http://localhost/"],
    ["localhost with the root's dot", "http://localhost./"],
    ["localhost in capitals", "http://LOCALHOST/"],
    ["a name below localhost", "http://app.localhost/"],
    ["a name of a private address", "http://inside.example/"],
    ["a name with one private address of two", "http://half-inside.example/"],
    ["a name with one private IPv6 address of two", "http://half-inside6.example/"],
    ["a name of the metadata address", "http://metadata.example/"],
    ["a name of a NAT64 address", "http://nat64.example/"],
    ["a name of an address with a zone", "http://zone.example/"],
    ["a name without addresses", "http://nothing.example/"],
    ["a user before the host", "http://media.example@127.0.0.1/"],
    ["a user on a public host", "http://user@media.example/"],
    ["a password on a public host", "http://:secret@media.example/"],
    ["file:", "file:///etc/passwd"],
    ["gopher:", "gopher://media.example:70/_x"],
    ["ftp:", "ftp://media.example/clip.mp4"],
    ["data:", "data:text/plain,hello"],
    ["javascript:", "javascript:alert(1)"],
    ["blob:", "blob:https://media.example/1"],
    ["ssh's port", "http://media.example:22/"],
    ["PostgreSQL's port", "http://media.example:5432/"],
    ["Redis' port by address", "http://93.184.216.34:6379/"],
    ["no scheme", "media.example/clip.mp4"],
    ["nothing", ""],
  ])("may not lead to %s: %s", async (_what, url) => {
    await expect(assertPublic(url)).rejects.toBeInstanceOf(BlockedAddressError);
  });

  test("of a name that does not exist is told from a blocked one", async () => {
    await expect(assertPublic("http://typo.example/")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});

describe("a private address that is allowed", () => {
  test.each([
    ["by address", "http://10.0.0.7/", ["10.0.0.7"]],
    ["by address, reached by name", "http://inside.example/", ["10.0.0.7"]],
    ["by CIDR", "http://10.20.30.40/", ["10.0.0.0/8"]],
    ["by IPv6 CIDR", "http://[fd12::5]/", ["fd12::/16"]],
    ["by IPv6 address and port", "http://[::1]:9000/", ["[::1]:9000"]],
    ["by name, whatever it resolves to", "http://inside.example/", ["inside.example"]],
    ["by name in other letters", "http://inside.example./", ["Inside.Example"]],
    ["with its port", "http://127.0.0.1:4102/", ["127.0.0.1:4102"]],
    ["on any port when none is named", "http://127.0.0.1:4102/", ["127.0.0.1"]],
    ["localhost by name", "http://localhost:4102/", ["localhost:4102"]],
  ])("%s can be reached: %s", async (_how, url, allowPrivate) => {
    const own: Resolver = async (host) => (host === "localhost" ? ["127.0.0.1"] : resolver(host));
    await expect(assertPublicUrl(url, { allowPrivate, resolver: own })).resolves.toBeInstanceOf(URL);
  });

  test.each([
    ["another port of it", "http://127.0.0.1:4101/", ["127.0.0.1:4102"]],
    ["a neighbour", "http://10.0.0.8/", ["10.0.0.7"]],
    ["another name of it", "http://inside.example/", ["other.example"]],
    ["a longer name that contains it", "http://inside.example/", ["example"]],
    ["a v4-mapped form of it", "http://[::ffff:10.0.0.7]/", ["10.0.0.7"]],
    ["credentials in its URL", "http://user@10.0.0.7/", ["10.0.0.7"]],
    ["another scheme", "ftp://10.0.0.7/", ["10.0.0.7"]],
  ])("does not open %s: %s", async (_what, url, allowPrivate) => {
    await expect(assertPublic(url, allowPrivate)).rejects.toBeInstanceOf(BlockedAddressError);
  });
});
