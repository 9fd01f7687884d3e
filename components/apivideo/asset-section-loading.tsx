import { Skeleton } from "#components/ui/skeleton.tsx";

const lists = ["captions", "chapters"];

/** What api.video has of a video, in grey: its text tracks, its picture, and the form. */
export function AssetSectionLoading() {
  return (
    <div aria-busy="true" className="grid gap-8">
      {lists.map((list) => (
        <div key={list} className="grid gap-3">
          <div className="flex justify-between gap-3">
            <Skeleton className="h-5 w-20" />
            <Skeleton className="h-8 w-32" />
          </div>
          <Skeleton className="h-11" />
        </div>
      ))}
      <div className="grid gap-3">
        <Skeleton className="h-5 w-20" />
        <Skeleton className="h-8 w-56" />
      </div>
      <div className="grid gap-3">
        <Skeleton className="h-5 w-16" />
        <Skeleton className="h-9" />
        <Skeleton className="h-16" />
        <Skeleton className="h-9" />
      </div>
    </div>
  );
}
