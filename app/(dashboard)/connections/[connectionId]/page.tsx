import type { Metadata } from "next";
import { ConnectionOverview } from "#components/connections/connection-overview.tsx";
import { linksOfConnection } from "#components/connections/connection-pages.ts";
import { type ConnectionPageProps, readConnection } from "./read-connection.ts";

export async function generateMetadata({ params }: ConnectionPageProps): Promise<Metadata> {
  const { connection } = await readConnection(params);
  return { title: connection.name };
}

export default async function ConnectionOverviewPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params);
  return <ConnectionOverview connection={connection} links={linksOfConnection(connection, viewer)} />;
}
