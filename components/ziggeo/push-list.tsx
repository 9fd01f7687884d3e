import { StatusMark } from "#components/ui/status-mark.tsx";
import type { StreamList } from "#lib/features/ziggeo/schema/streams.ts";

/** More are old news. */
const shownAtMost = 5;

/** What was pushed, where to, and what came of it. */
export function PushList({ pushes }: { pushes: StreamList["pushes"] }) {
  if (pushes.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-medium">Pushed</h3>
      <ul className="grid gap-1 text-sm" aria-label="Pushed">
        {pushes.slice(0, shownAtMost).map(({ token, title, state, error, location }) => (
          <li key={token} className="flex min-w-0 items-center gap-2">
            <StatusMark status={state === "success" ? "ready" : state === "failed" ? "failed" : "working"} />
            <span className="font-medium">{title}</span>
            <span className="clip-line min-w-0 text-muted-foreground">
              {error ?? location ?? "on its way"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
