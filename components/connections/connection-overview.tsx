import { ChevronRight } from "lucide-react";
import { Fact, FactsList } from "#components/assets/facts-list.tsx";
import { Age } from "#components/ui/age.tsx";
import { Link } from "#components/ui/link.tsx";
import { countOf } from "#lib/client/format.ts";
import type { ConnectionSummary } from "#lib/domain/connection.ts";
import { connectionForms } from "#lib/domain/connection-form.ts";
import type { ConnectionLink } from "./connection-pages.ts";

export interface ConnectionOverviewProps {
  connection: ConnectionSummary;
  links: readonly ConnectionLink[];
}

/** The account at a glance: what it is, how fresh its videos are, and where its own pages lead. */
export function ConnectionOverview({ connection, links }: ConnectionOverviewProps) {
  const { connectionId, provider, baseUrl, assetCount, lastSyncedAt, settings, secretHints } = connection;
  const named = connectionForms[provider].filter(({ kind }) => kind === "secret" || kind === "text");
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      {links.length > 0 && (
        <ul className="divide-y rounded-lg border bg-card" aria-label="Pages of this account">
          {links.map(({ href, label, about }) => (
            <li key={href}>
              <Link
                href={href}
                className="flex items-center gap-3 px-4 py-3 transition-colors hover:bg-gray-2 focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 flex-1">
                  <span className="block text-sm font-medium">{label}</span>
                  <span className="block text-sm text-pretty text-muted-foreground">{about}</span>
                </span>
                <ChevronRight
                  className="size-4 shrink-0 text-muted-foreground rtl:rotate-180"
                  aria-hidden="true"
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <FactsList>
        <Fact label="Videos">
          <Link
            href={`/library?connection=${encodeURIComponent(connectionId)}`}
            className="tabular underline decoration-gray-8 underline-offset-4 hover:decoration-current"
          >
            {countOf(assetCount, "video")}
          </Link>
        </Fact>
        <Fact label="Synced">{lastSyncedAt ? <Age since={lastSyncedAt} /> : "not yet"}</Fact>
        <Fact label="Address">
          <code className="text-xs break-all">{baseUrl}</code>
        </Fact>
        {named.map(({ name, label, kind }) => {
          const value = kind === "secret" ? secretHints[name] : settings[name];
          return (
            <Fact key={name} label={label}>
              {value && <code className="text-xs break-all">{kind === "secret" ? `…${value}` : value}</code>}
            </Fact>
          );
        })}
      </FactsList>
    </div>
  );
}
