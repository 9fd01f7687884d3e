import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { ConnectionList } from "#components/connections/connection-list.tsx";
import { Page } from "#components/layout/page.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canManageConnections } from "#lib/auth/permissions.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { listConnections } from "#lib/features/connections/queries.ts";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const viewer = await requireViewer();
  const cache = new QueryClient();
  cache.setQueryData(connectionsQuery().queryKey, await listConnections(viewer));
  return (
    <Page title="Connections" search={false} width="narrow">
      <HydrationBoundary state={dehydrate(cache)}>
        <ConnectionList canManage={canManageConnections(viewer)} />
      </HydrationBoundary>
    </Page>
  );
}
