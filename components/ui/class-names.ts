import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; where two say different things of the same property, the later wins. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values));
}
