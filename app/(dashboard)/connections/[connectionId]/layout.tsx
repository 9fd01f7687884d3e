import type { ReactNode } from "react";
import { ConnectionHealth } from "#components/connections/connection-health.tsx";
import { connectionHref } from "#components/connections/connection-href.ts";
import { ConnectionIdentity } from "#components/connections/connection-identity.tsx";
import { linksOfConnection } from "#components/connections/connection-pages.ts";
import { Page } from "#components/layout/page.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { canManageConnections } from "#lib/auth/permissions.ts";
import { type ConnectionPageProps, readConnection } from "./read-connection.ts";

interface ConnectionLayoutProps extends ConnectionPageProps {
  readonly children: ReactNode;
}

/** The frame of one account's own pages: whose it is, how it is, and the pages as tabs. */
export default async function ConnectionLayout({ params, children }: ConnectionLayoutProps) {
  const { viewer, connection } = await readConnection(params);
  const overview = { href: connectionHref(connection.connectionId), label: "Overview" };
  const tabs = [overview, ...linksOfConnection(connection, viewer)];
  return (
    <Page
      title={<span dir="auto">{connection.name}</span>}
      detail={<ConnectionIdentity connection={connection} />}
      back={{ href: "/connections", label: "Connections" }}
      search={false}
      className="grid grid-cols-[minmax(0,1fr)] content-start gap-5 pt-1"
    >
      {tabs.length > 1 && <LinkTabs label={`Pages of ${connection.name}`} tabs={tabs} />}
      <ConnectionHealth connection={connection} canManage={canManageConnections(viewer)} />
      {children}
    </Page>
  );
}
