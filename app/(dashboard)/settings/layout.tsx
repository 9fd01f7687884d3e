import type { ReactNode } from "react";
import { Page } from "#components/layout/page.tsx";
import { LinkTabs } from "#components/ui/link-tabs.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canManagePeople, canViewAudit } from "#lib/auth/permissions.ts";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const tabs = [
    { href: "/settings", label: "Your account" },
    ...(canManagePeople(viewer) ? [{ href: "/settings/people", label: "People" }] : []),
    ...(canViewAudit(viewer) ? [{ href: "/settings/audit", label: "Audit log" }] : []),
  ];
  return (
    <Page title="Settings" search={false} width="narrow" className="grid content-start gap-6">
      <LinkTabs label="Settings" tabs={tabs} />
      {children}
    </Page>
  );
}
