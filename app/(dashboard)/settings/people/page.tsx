import type { Metadata } from "next";
import { AddPersonForm } from "#components/account/add-person-form.tsx";
import { Forbidden } from "#components/account/forbidden.tsx";
import { PeopleList } from "#components/account/people-list.tsx";
import { SettingsSection } from "#components/account/settings-section.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canManagePeople } from "#lib/auth/permissions.ts";
import { listPeople } from "#lib/features/account/queries.ts";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const viewer = await requireViewer();
  if (!canManagePeople(viewer)) return <Forbidden what="People are managed by the owner." />;
  const people = await listPeople(viewer);
  return (
    <div>
      <SettingsSection
        title="People"
        lead="Everyone who may sign in. A new role holds from their next click on."
      >
        <PeopleList people={people} />
      </SettingsSection>
      <SettingsSection title="Add someone" lead="They sign in with this e-mail address.">
        <AddPersonForm />
      </SettingsSection>
    </div>
  );
}
