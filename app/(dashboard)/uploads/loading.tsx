import { Skeleton } from "#components/ui/skeleton.tsx";

/** The page's real shape, in grey. */
export default function UploadsLoading() {
  return (
    <div className="min-h-dvh" aria-busy="true">
      <div className="flex h-12 items-center border-b px-4 sm:px-5">
        <Skeleton className="h-5 w-24" />
      </div>
      <div className="grid gap-8 px-4 pt-4 sm:px-5">
        <Skeleton className="h-40 rounded-lg" />
        <div className="grid gap-2">
          {["a", "b", "c", "d", "e"].map((row) => (
            <Skeleton key={row} className="h-9" />
          ))}
        </div>
      </div>
    </div>
  );
}
