import { connectionHref } from "#components/connections/connection-href.ts";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { ProviderMonogram } from "#components/ui/provider-monogram.tsx";
import { type ProviderId, providerNames } from "#lib/domain/provider-id.ts";
import type { AssetDetail } from "#lib/features/library/schema.ts";
import { Fact, FactsList } from "./facts-list.tsx";

/** What each provider calls the place an asset lives in. */
const containerWords: Record<ProviderId, string> = {
  ziggeo: "Application",
  telestream: "Factory",
  stupeflix: "Account",
  apivideo: "Workspace",
};

/** The provider's side of it, in the provider's own words. */
export function ProviderCard({ asset }: { asset: AssetDetail }) {
  return (
    <Card>
      <CardHeader>
        <ProviderMonogram provider={asset.provider} />
        <CardTitle>{providerNames[asset.provider].name}</CardTitle>
      </CardHeader>
      <FactsList>
        <Fact label="Connection">
          <Link
            href={connectionHref(asset.connectionId)}
            className="underline decoration-gray-8 underline-offset-4 hover:decoration-current"
          >
            {asset.connectionName}
          </Link>
        </Fact>
        <Fact label={containerWords[asset.provider]}>{asset.container?.name}</Fact>
        <Fact label="Last read">
          <LocalTime at={asset.syncedAt} />
        </Fact>
      </FactsList>
    </Card>
  );
}
