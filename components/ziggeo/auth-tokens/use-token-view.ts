import { usePathname, useSearchParams } from "next/navigation";
import { type AuthTokenSort, authTokenSorts } from "#lib/domain/auth-token.ts";

export interface TokenView {
  readonly sort: AuthTokenSort;
  /** Those alone that end within a week. */
  readonly isSoon: boolean;
}

/** Which tokens are shown and in which order, kept in the address. */
export function useTokenView(): [TokenView, (change: Partial<TokenView>) => void] {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const view: TokenView = {
    sort: authTokenSorts.find((sort) => sort === parameters.get("sort")) ?? "newest",
    isSoon: parameters.get("only") === "soon",
  };
  const change = (changed: Partial<TokenView>) => {
    const next = { ...view, ...changed };
    const query = new URLSearchParams({
      ...(next.sort !== "newest" && { sort: next.sort }),
      ...(next.isSoon && { only: "soon" }),
    });
    window.history.replaceState(null, "", query.size > 0 ? `${pathname}?${query}` : pathname);
  };
  return [view, change];
}
