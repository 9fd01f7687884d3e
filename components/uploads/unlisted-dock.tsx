"use client";

import { usePathname } from "next/navigation";
import type { UploadView } from "#lib/features/uploads/client/upload-model.ts";
import { DockPanel } from "./dock-panel.tsx";

/** The dock, with the uploads that the page itself does not list. */
export default function UnlistedDock({ views }: { views: readonly UploadView[] }) {
  const unlisted = useUnlisted(views);
  return unlisted.length > 0 && <DockPanel views={unlisted} />;
}

/** The page of uploads lists all, an account's sessions those that go there. */
function useUnlisted(views: readonly UploadView[]): readonly UploadView[] {
  const pathname = usePathname();
  if (pathname === "/uploads") return [];
  const account = /^\/connections\/([^/]+)\/upload-sessions$/.exec(pathname)?.[1];
  if (account === undefined) return views;
  const listed = decodeURIComponent(account);
  return views.filter(({ destination }) => destination.connectionId !== listed);
}
