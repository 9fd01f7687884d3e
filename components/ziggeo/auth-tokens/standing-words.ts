import type { StatusKind } from "#components/ui/status-mark.tsx";
import type { AuthTokenStanding } from "#lib/domain/auth-token.ts";

export const standingMarks: Readonly<Record<AuthTokenStanding, StatusKind>> = {
  works: "ready",
  "ends-soon": "degraded",
  ended: "off",
  hidden: "draft",
  empty: "draft",
  gone: "failed",
};

/** The word beside the mark; an end that is near says how near. */
export function standingWord(
  standing: AuthTokenStanding,
  { expiresAt }: { readonly expiresAt: string | null },
  nowMs: number,
): string {
  switch (standing) {
    case "works":
      return "Works";
    case "ends-soon":
      return `Ends in ${formatLeft(Date.parse(expiresAt ?? "") - nowMs)}`;
    case "ended":
      return "Ended";
    case "hidden":
      return "Hidden";
    case "empty":
      return "Allows nothing";
    case "gone":
      return "Gone at Ziggeo";
  }
}

function formatLeft(leftMs: number): string {
  const minutes = Math.max(1, Math.floor(leftMs / 60_000));
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(minutes / 1_440)} d`;
}
