import type { Metadata } from "next";
import { LiveStreams } from "#components/apivideo/live-streams.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Live" };

export default async function LivePage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  return <LiveStreams connectionId={connection.connectionId} canEdit={canEditAssets(viewer)} />;
}
