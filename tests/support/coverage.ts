/** One route of a provider's protocol, and how far the engine goes with it. */
export interface CoverageLine {
  /** Method and path as the engine's router spells it: `GET /videos/:videoId`. */
  readonly route: string;
  readonly state: "supported" | "planned";
  /** What says that it is right: a published client, a request captured from one, or the vendor's text. */
  readonly knownBy?: "sdk" | "capture" | "documentation";
  /** Year and month in which that was last looked at. */
  readonly checked?: string;
  readonly note?: string;
}
export type Coverage = readonly CoverageLine[];

interface Routed {
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/** The routes that an app answers, middleware left out, in the list's spelling and sorted. */
export function listRoutes(app: Routed): string[] {
  const named = app.routes.filter((route) => route.method !== "ALL");
  return [...new Set(named.map((route) => `${route.method} ${route.path}`))].sort();
}

/** The routes that a list says are supported, sorted. */
export function listSupported(coverage: Coverage): string[] {
  return coverage.flatMap((line) => (line.state === "supported" ? [line.route] : [])).sort();
}
