import { LoadingPage } from "#components/layout/loading-page.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const rows = Array.from({ length: 6 }, (_, row) => `row-${row}`);

export default function TasksLoading() {
  return (
    <LoadingPage title="Tasks">
      {rows.map((row) => (
        <div key={row} className="flex h-14 items-center gap-3 border-b">
          <Skeleton className="h-9 w-16" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 flex-1" />
          <Skeleton className="h-4 w-44" />
        </div>
      ))}
    </LoadingPage>
  );
}
