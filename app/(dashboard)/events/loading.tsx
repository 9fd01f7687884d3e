import { TimelineSkeleton } from "#components/events/timeline-skeleton.tsx";
import { Page } from "#components/layout/page.tsx";

export default function EventsLoading() {
  return (
    <Page title="Events">
      <TimelineSkeleton />
    </Page>
  );
}
