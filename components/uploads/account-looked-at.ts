/** The one account whose library or pages this address shows; undefined where several are, or none. */
export function accountLookedAt({ pathname, search }: Pick<URL, "pathname" | "search">): string | undefined {
  const [, ofPage] = /^\/connections\/([^/]+)/.exec(pathname) ?? [];
  if (ofPage !== undefined) return decodeURIComponent(ofPage);
  if (pathname !== "/library") return undefined;
  const [chosen, ...others] = (new URLSearchParams(search).get("connection") ?? "")
    .split(",")
    .filter(Boolean);
  return others.length === 0 ? chosen : undefined;
}
