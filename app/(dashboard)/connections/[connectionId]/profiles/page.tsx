import type { Metadata } from "next";
import { FactoryList } from "#components/telestream/factory-list.tsx";
import { ProfileList } from "#components/telestream/profile-list.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditCommands, canEditFactories, canEditProfiles } from "#lib/auth/permissions.ts";
import { listFactories } from "#lib/features/telestream/factories.ts";
import { listProfiles } from "#lib/features/telestream/profiles.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Profiles" };

interface ProfilesPageProps extends ConnectionPageProps {
  readonly searchParams: Promise<{ factory?: string | string[] }>;
}

export default async function ProfilesPage({ params, searchParams }: ProfilesPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  const { connectionId } = connection;
  const chosen = (await searchParams).factory;
  const factories = await askService(() => listFactories(viewer, connectionId));
  if (!factories.answer) return <ServiceProblem what="The factories" reason={factories.reason} />;
  const factory = factories.answer.find(({ factoryId }) => factoryId === chosen) ?? factories.answer[0];
  if (!factory) {
    return <FactoryList connectionId={connectionId} factories={[]} canEdit={canEditFactories(viewer)} />;
  }
  const { factoryId } = factory;
  const profiles = await askService(() => listProfiles(viewer, { connectionId, factoryId }));
  if (!profiles.answer) return <ServiceProblem what="The profiles" reason={profiles.reason} />;
  return (
    <ProfileList
      key={factoryId}
      connectionId={connectionId}
      factories={factories.answer.map(({ factoryId: id, name }) => ({ factoryId: id, name }))}
      factoryId={factoryId}
      profiles={profiles.answer}
      canEdit={canEditProfiles(viewer)}
      canEditCommands={canEditCommands(viewer)}
    />
  );
}
