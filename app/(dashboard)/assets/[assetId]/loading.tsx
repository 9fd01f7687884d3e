import { Skeleton } from "#components/ui/skeleton.tsx";

/** The page's real shape, in grey. */
export default function AssetLoading() {
  return (
    <div className="min-h-dvh" aria-busy="true">
      <div className="flex h-12 items-center gap-3 border-b px-4 sm:px-5">
        <Skeleton className="h-5 w-56" />
      </div>
      <div className="grid items-start gap-6 px-4 pt-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_20rem] xl:grid-cols-[minmax(0,1fr)_23rem]">
        <div className="grid gap-6">
          <Skeleton className="aspect-video max-h-[70dvh] w-full rounded-lg" />
          <Skeleton className="h-48" />
        </div>
        <div className="grid gap-4">
          <Skeleton className="h-52 rounded-lg" />
          <Skeleton className="h-36 rounded-lg" />
        </div>
      </div>
    </div>
  );
}
