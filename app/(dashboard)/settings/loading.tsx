import { Skeleton } from "#components/ui/skeleton.tsx";

/** The shape of a settings page: subjects at the left, their controls at the right. */
export default function SettingsLoading() {
  return (
    <div role="status" aria-label="Loading settings">
      {["first", "second"].map((section) => (
        <div
          key={section}
          className="grid gap-4 border-b py-8 first:pt-2 md:grid-cols-[15rem_minmax(0,1fr)] md:gap-10"
        >
          <Skeleton className="h-5 w-32" />
          <div className="grid max-w-md gap-4">
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
            <Skeleton className="h-8 w-28" />
          </div>
        </div>
      ))}
    </div>
  );
}
