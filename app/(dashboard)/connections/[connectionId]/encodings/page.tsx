import type { Metadata } from "next";
import { KnownData } from "#components/layout/known-data.tsx";
import { EncodingBoard } from "#components/telestream/encoding-board.tsx";
import { canEditAssets } from "#lib/auth/permissions.ts";
import { knownQuery } from "#lib/client/known-query.ts";
import { encodingBoardQuery } from "#lib/features/telestream/client.ts";
import { getEncodingBoard } from "#lib/features/telestream/encoding-board.ts";
import { listKnownFactories } from "#lib/features/telestream/factories.ts";
import { boardFilter, boardRequest } from "#lib/features/telestream/schema/encoding.ts";
import { type ConnectionPageProps, readConnection } from "../read-connection.ts";

export const metadata: Metadata = { title: "Encodings" };

interface EncodingsPageProps extends ConnectionPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EncodingsPage({ params, searchParams }: EncodingsPageProps) {
  const { viewer, connection } = await readConnection(params, "telestream");
  const { connectionId } = connection;
  const filter = boardFilter.parse(await searchParams);
  const request = boardRequest.parse({ connectionId, ...filter });
  const [board, factories] = await Promise.all([
    getEncodingBoard(viewer, request),
    listKnownFactories(viewer, connectionId),
  ]);
  const queries = [knownQuery(encodingBoardQuery(connectionId, filter, request.limit), board)];
  return (
    <KnownData queries={queries}>
      <EncodingBoard connectionId={connectionId} factories={factories} canEdit={canEditAssets(viewer)} />
    </KnownData>
  );
}
