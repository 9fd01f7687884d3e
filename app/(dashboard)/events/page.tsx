import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { EventsTabs } from "#components/events/events-tabs.tsx";
import { EventsView } from "#components/events/events-view.tsx";
import { Page } from "#components/layout/page.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canViewEvents } from "#lib/auth/permissions.ts";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage() {
  const viewer = await requireViewer();
  return (
    <Page title="Events" detail="What providers told this dashboard">
      {canViewEvents(viewer) ? (
        <>
          <EventsTabs current="inbox" />
          <EventsView />
        </>
      ) : (
        <Forbidden what="Events are read by editors and the owner." />
      )}
    </Page>
  );
}
