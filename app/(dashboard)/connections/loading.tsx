import { LoadingPage } from "#components/layout/loading-page.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = ["first", "second", "third", "fourth"];

export default function ConnectionsLoading() {
  return (
    <LoadingPage title="Connections" search={false} width="narrow">
      <div className="mb-4 h-8" />
      <ul className="divide-y rounded-lg border bg-card" aria-busy="true" aria-label="Loading connections">
        {rows.map((row) => (
          <li key={row} className="flex items-center gap-3 px-4 py-3">
            <Skeleton className="size-5" />
            <div className="grid flex-1 gap-1.5">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3 w-56" />
            </div>
            <Skeleton className="h-8 w-14" />
          </li>
        ))}
      </ul>
    </LoadingPage>
  );
}
