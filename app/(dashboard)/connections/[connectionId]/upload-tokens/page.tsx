import type { Metadata } from "next";
import { UploadTokens } from "#components/apivideo/upload-tokens.tsx";
import { ServiceProblem } from "#components/telestream/service-problem.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { listUploadTokens } from "#lib/features/apivideo/upload-tokens.ts";
import { askService } from "../ask-service.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Upload tokens" };

export default async function UploadTokensPage({ params }: ConnectionPageProps) {
  const { viewer, connection } = await readConnection(params, "apivideo");
  const { connectionId } = connection;
  // Whoever sees a token can upload with it.
  const canEdit = canEditAssets(viewer);
  if (!canEdit) return <UploadTokens connectionId={connectionId} tokens={[]} canEdit={false} />;
  const { answer: tokens, reason } = await askService(() => listUploadTokens(viewer, connectionId));
  if (tokens === undefined) return <ServiceProblem what="The upload tokens" reason={reason} />;
  return <UploadTokens connectionId={connectionId} tokens={tokens} canEdit={canEdit} />;
}
