import type { Metadata } from "next";
import { PasswordForm } from "#components/account/password-form.tsx";
import { ProfileForm } from "#components/account/profile-form.tsx";
import { SessionList } from "#components/account/session-list.tsx";
import { SettingsSection } from "#components/account/settings-section.tsx";
import { ThemeChoice } from "#components/account/theme-choice.tsx";
import { findCurrentSession, requireViewer } from "#lib/auth/current-user.ts";
import { listOwnSessions } from "#lib/features/account/queries.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const viewer = await requireViewer();
  const session = await findCurrentSession();
  const sessions = await listOwnSessions(viewer, session?.sessionId ?? "");
  return (
    <div>
      <SettingsSection title="Profile" lead={`You are ${roleNames[viewer.role]} here.`}>
        <ProfileForm name={viewer.name} email={viewer.email} />
      </SettingsSection>
      <SettingsSection title="Appearance" lead="Kept in this browser.">
        <ThemeChoice />
      </SettingsSection>
      <SettingsSection title="Password">
        <PasswordForm email={viewer.email} />
      </SettingsSection>
      <SettingsSection
        title="Signed-in browsers"
        lead="A session ends after a week without use, and after a month in any case."
      >
        <SessionList sessions={sessions} />
      </SettingsSection>
    </div>
  );
}

const roleNames = { owner: "the owner", editor: "an editor", viewer: "a viewer" } as const;
