import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Digits and letters, each of 62 as likely as another. */
export function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
    }
  }
  return text;
}

/** `vi4blUQJFrYWbaG44NChkH27`: 130 bits behind two letters. */
export const newId = (prefix: "vi" | "li" | "pl" | "to") => prefix + randomText(22);

/** `webhook_XXXXXXXXXXXXXXX`. */
export const newNamedId = (name: "webhook" | "watermark" | "summary" | "caption") =>
  `${name}_${randomText(22)}`;
