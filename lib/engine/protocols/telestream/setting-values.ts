import { badRequest } from "./problems.ts";

/** `True`, `true`, `1`, as each client writes it. */
export function readBoolean(name: string, text: string): boolean {
  if (/^(true|1|yes)$/i.test(text)) return true;
  if (/^(false|0|no)$/i.test(text)) return false;
  throw badRequest(`${name} must be true or false`);
}

/** A whole number from 0. */
export function readInteger(name: string, text: string): number {
  const number = readNumber(name, text);
  if (!Number.isSafeInteger(number)) throw badRequest(`${name} must be a whole number`);
  return number;
}

/** A number from 0. */
export function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number < 0)
    throw badRequest(`${name} must be a number`);
  return number;
}
