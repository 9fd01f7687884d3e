import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { UploadButton } from "#components/layout/upload-button.tsx";
import { ActiveUploads } from "#components/uploads/active-uploads.tsx";
import { UploadHistory } from "#components/uploads/upload-history.tsx";
import { requireViewer } from "#lib/auth/current-user.ts";
import { canUpload } from "#lib/auth/permissions.ts";
import { listUploads } from "#lib/features/uploads/queries.ts";

export const metadata: Metadata = { title: "Uploads" };

export default async function UploadsPage() {
  const viewer = await requireViewer();
  const mayUpload = canUpload(viewer);
  return (
    <Page title="Uploads" actions={mayUpload && <UploadButton />}>
      <div className="grid gap-8">
        <ActiveUploads canUpload={mayUpload} />
        <UploadHistory first={await listUploads(viewer, { limit: 50 })} />
      </div>
    </Page>
  );
}
