import type { Metadata } from "next";
import { Forbidden } from "#components/account/forbidden.tsx";
import { PresetGallery } from "#components/telestream/preset-gallery.tsx";
import { ProfileEditor } from "#components/telestream/profile-editor.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditCommands, canEditProfiles } from "#lib/auth/permissions.ts";
import { getFactory } from "#lib/features/telestream/factories.ts";
import { findPresetCard } from "#lib/features/telestream/schema/presets.ts";
import { fieldNamesOf } from "#lib/features/telestream/schema/profile-fields.ts";
import { askService } from "../../../ask-service.ts";
import { readConnection } from "../../../read-connection.ts";

export const metadata: Metadata = { title: "New profile" };

interface NewProfilePageProps {
  readonly params: Promise<{ connectionId: string; factoryId: string }>;
  readonly searchParams: Promise<{ preset?: string | string[] }>;
}

export default async function NewProfilePage({ params, searchParams }: NewProfilePageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  if (!canEditProfiles(viewer)) return <Forbidden what="Profiles are made by editors and owners." />;
  const { connectionId } = connection;
  const factoryId = decodeURIComponent((await params).factoryId);
  const factory = await askService(() => getFactory(viewer, { connectionId, factoryId }));
  if (!factory.answer) return <ServiceProblem what="The factory" reason={factory.reason} />;
  const { preset } = await searchParams;
  const mayCommand = canEditCommands(viewer);
  const card = findPresetCard(typeof preset === "string" ? preset : null);
  const isCommand = preset === "command" && mayCommand;
  if (!card && !isCommand) {
    return (
      <PresetGallery connectionId={connectionId} factory={factory.answer} canEditCommands={mayCommand} />
    );
  }
  const defaults = Object.entries(card?.defaults ?? {}).map(([name, value]) => [name, String(value)]);
  return (
    <ProfileEditor
      key={card?.presetName ?? "command"}
      connectionId={connectionId}
      factory={factory.answer}
      profile={{
        profileId: null,
        factoryId,
        name: card?.presetName ?? "",
        title: card?.title ?? "",
        presetName: card?.presetName ?? null,
        command: null,
        commandFault: null,
        extname: null,
        settings: Object.fromEntries(defaults),
        createdAt: null,
        updatedAt: null,
      }}
      card={card}
      fieldNames={fieldNamesOf(card, isCommand)}
      canEdit
    />
  );
}
