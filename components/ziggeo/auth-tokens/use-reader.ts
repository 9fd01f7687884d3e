import { useSyncExternalStore } from "react";
import type { DescribeOptions } from "#lib/domain/auth-token.ts";

const never = () => () => {};
const zoneOfBrowser = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whom a token is described to: in this browser's time zone, which the server does not know. */
export function useReader(
  readAt: string,
  titles: Readonly<Record<string, string>> = {},
): DescribeOptions & { readonly timeZone: string } {
  const timeZone = useSyncExternalStore(never, zoneOfBrowser, () => "UTC");
  return { nowMs: Date.parse(readAt), timeZone, titleOf: (resource) => titles[resource] };
}
