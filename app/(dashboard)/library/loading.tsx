import { LoadingPage } from "#components/layout/loading-page.tsx";
import ListSkeleton from "#components/library/list-skeleton.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const chips = ["provider", "connection", "status", "tag", "type", "created"];

export default function LibraryLoading() {
  return (
    <LoadingPage title="Library" className="pt-0">
      <div className="flex gap-2 py-3">
        {chips.map((chip) => (
          <Skeleton key={chip} className="h-8 w-20" />
        ))}
      </div>
      <ListSkeleton view="grid" />
    </LoadingPage>
  );
}
