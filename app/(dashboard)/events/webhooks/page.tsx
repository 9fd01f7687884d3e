import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { EventsTabs } from "#components/events/events-tabs.tsx";
import { WebhooksView } from "#components/events/webhooks-view.tsx";
import { Page } from "#components/layout/page.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canManageWebhooks, canViewEvents } from "#lib/auth/permissions.ts";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const viewer = await requireViewer();
  return (
    <Page title="Events" detail="What providers tell, and whom">
      {canViewEvents(viewer) ? (
        <>
          <EventsTabs current="webhooks" />
          <WebhooksView canManage={canManageWebhooks(viewer)} />
        </>
      ) : (
        <Forbidden what="Webhooks are seen by editors and the owner." />
      )}
    </Page>
  );
}
