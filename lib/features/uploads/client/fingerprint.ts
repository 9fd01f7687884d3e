const edgeBytes = 64 * 1024;

/**
 * Tells whether a file picked after a reload is the one that was being sent: its size and a hash of its first
 * and last 64 KiB. Not a checksum and not security; `crypto.subtle` is missing on plain-HTTP origins anyway.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  const head = new Uint8Array(await file.slice(0, edgeBytes).arrayBuffer());
  const tail = new Uint8Array(await file.slice(Math.max(0, file.size - edgeBytes)).arrayBuffer());
  return `${file.size.toString(16)}-${hash53(head)}-${hash53(tail)}`;
}

/** cyrb53 over bytes: two 32-bit multiplicative lanes, mixed at the end. */
function hash53(bytes: Uint8Array): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 2_654_435_761);
    high = Math.imul(high ^ byte, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & high) + (low >>> 0)).toString(36);
}
