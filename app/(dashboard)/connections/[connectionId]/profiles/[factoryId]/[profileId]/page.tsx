import type { Metadata } from "next";
import { ProfileEditor } from "#components/telestream/profile-editor.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditCommands, canEditProfiles } from "#lib/auth/permissions.ts";
import { getFactory } from "#lib/features/telestream/factories.ts";
import { getProfile } from "#lib/features/telestream/profiles.ts";
import { findPresetCard } from "#lib/features/telestream/schema/presets.ts";
import { fieldNamesOf } from "#lib/features/telestream/schema/profile-fields.ts";
import { askService } from "../../../ask-service.ts";
import { readConnection } from "../../../read-connection.ts";

export const metadata: Metadata = { title: "Profile" };

interface ProfilePageProps {
  readonly params: Promise<{ connectionId: string; factoryId: string; profileId: string }>;
}

export default async function ProfilePage({ params }: ProfilePageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  const { connectionId } = connection;
  const given = await params;
  const at = {
    connectionId,
    factoryId: decodeURIComponent(given.factoryId),
    profileId: decodeURIComponent(given.profileId),
  };
  const [factory, profile] = await Promise.all([
    askService(() => getFactory(viewer, at)),
    askService(() => getProfile(viewer, at)),
  ]);
  if (!factory.answer || !profile.answer) {
    return <ServiceProblem what="The profile" reason={profile.reason ?? factory.reason ?? ""} />;
  }
  const card = findPresetCard(profile.answer.presetName);
  const mayEdit = profile.answer.command === null ? canEditProfiles(viewer) : canEditCommands(viewer);
  return (
    <ProfileEditor
      key={profile.answer.updatedAt}
      connectionId={connectionId}
      factory={factory.answer}
      profile={profile.answer}
      card={card}
      fieldNames={fieldNamesOf(card, profile.answer.presetName === null)}
      canEdit={mayEdit}
    />
  );
}
