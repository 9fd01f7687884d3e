import type { Metadata } from "next";
import { ConnectionList } from "#components/connections/connection-list.tsx";
import { KnownData } from "#components/layout/known-data.tsx";
import { Page } from "#components/layout/page.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canManageConnections } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { connectionsQuery } from "#lib/features/connections/client.ts";
import { listConnections } from "#lib/features/connections/queries.ts";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const viewer = await requireViewer();
  const queries = [knownQuery(connectionsQuery(), await listConnections(viewer))];
  return (
    <Page title="Connections" search={false} width="narrow">
      <KnownData queries={queries}>
        <ConnectionList canManage={canManageConnections(viewer)} />
      </KnownData>
    </Page>
  );
}
