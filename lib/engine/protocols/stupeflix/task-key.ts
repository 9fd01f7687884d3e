import { randomBytes } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 26 characters, 130 random bits: whoever has a key may ask for its task. */
export function newTaskKey(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte % alphabet.length]).join("");
}
