import type { Metadata } from "next";
import { StorageHost } from "#components/stupeflix/storage-host.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets, canManageConnections } from "#lib/auth/permissions.ts";
import { getStorage } from "#lib/features/stupeflix/storage.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Storage" };

export default async function StoragePage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "stupeflix");
  const { connectionId } = connection;
  const { answer: storage, reason } = await askService(() => getStorage(viewer, connectionId));
  if (storage === undefined) return <ServiceProblem what="The storage" reason={reason} />;
  return (
    <StorageHost
      connectionId={connectionId}
      storage={storage}
      canDelete={canEditAssets(viewer)}
      canSetLifetime={canManageConnections(viewer)}
    />
  );
}
