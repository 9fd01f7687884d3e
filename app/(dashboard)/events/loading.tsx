import { TimelineSkeleton } from "#components/events/timeline-skeleton.tsx";
import { LoadingPage } from "#components/layout/loading-page.tsx";

export default function EventsLoading() {
  return (
    <LoadingPage title="Events">
      <TimelineSkeleton />
    </LoadingPage>
  );
}
