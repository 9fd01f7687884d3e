import type { Metadata } from "next";
import { FactoryView } from "#components/telestream/factory-view.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditFactories } from "#lib/auth/permissions.ts";
import { getEncodingBoard } from "#lib/features/telestream/encoding-board.ts";
import { getFactory, getNotifications, listFactoryVideos } from "#lib/features/telestream/factories.ts";
import { listProfiles } from "#lib/features/telestream/profiles.ts";
import { askService } from "../../ask-service.ts";
import { readConnection } from "../../read-connection.ts";

export const metadata: Metadata = { title: "Factory" };

interface FactoryPageProps {
  readonly params: Promise<{ connectionId: string; factoryId: string }>;
}

export default async function FactoryPage({ params }: FactoryPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  const { connectionId } = connection;
  const factoryId = decodeURIComponent((await params).factoryId);
  const at = { connectionId, factoryId };
  const [factory, notifications, profiles, videos, board] = await Promise.all([
    askService(() => getFactory(viewer, at)),
    askService(() => getNotifications(viewer, at)),
    askService(() => listProfiles(viewer, at)),
    listFactoryVideos(viewer, at),
    getEncodingBoard(viewer, { connectionId, factory: factoryId, limit: 1 }),
  ]);
  if (!factory.answer) return <ServiceProblem what="The factory" reason={factory.reason} />;
  return (
    <FactoryView
      connectionId={connectionId}
      factory={factory.answer}
      notifications={notifications}
      profiles={profiles}
      videos={videos}
      counts={board.counts}
      canEdit={canEditFactories(viewer)}
      hasDeliveryLog={connection.isLocal}
    />
  );
}
