import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { SettingsSection } from "#components/account/settings-section.tsx";
import { Fact, FactsList } from "#components/assets/facts-list.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { StatusMark } from "#components/ui/status-mark.tsx";
import { countOf, formatBytes, formatCount } from "#lib/client/format.ts";
import { boardLanes } from "#lib/features/telestream/schema/board.ts";
import type { EncodingBoard } from "#lib/features/telestream/schema/encoding.ts";
import type { FactorySummary, Notifications } from "#lib/features/telestream/schema/factory.ts";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import { laneWords } from "./board-lanes.tsx";
import { FactoryForm } from "./factory-form.tsx";
import { DeliveryLog, RemoveFactory } from "./factory-later.tsx";
import { FactoryVideos, type FactoryVideosProps } from "./factory-videos.tsx";
import { telestreamHrefs } from "./hrefs.ts";
import { NotificationForm } from "./notification-form.tsx";
import { ProfileTable } from "./profile-table.tsx";

/** More would push the forms below out of sight; the profiles have a page of their own. */
const mostProfiles = 10;

/** What the service answered, or why it did not. */
type Asked<T> = { readonly answer?: T; readonly reason?: string };

export interface FactoryViewProps {
  connectionId: string;
  factory: FactorySummary;
  notifications: Asked<Notifications>;
  profiles: Asked<readonly ProfileSummary[]>;
  videos: FactoryVideosProps["videos"];
  counts: EncodingBoard["counts"];
  canEdit: boolean;
  /** Our engine keeps a log of what it told; the vendor's cannot be read. */
  hasDeliveryLog: boolean;
}

/** One factory: its details, who hears of it, and what is in it. A part that does not answer says so in its place. */
export function FactoryView(props: FactoryViewProps) {
  const { connectionId, factory, notifications, profiles, videos, counts, canEdit, hasDeliveryLog } = props;
  const { factoryId, name } = factory;
  const hrefs = telestreamHrefs(connectionId);
  return (
    <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)]">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 pb-3">
        <Link
          href={hrefs.factories}
          className="flex items-center gap-1 text-sm text-muted-foreground hover:text-foreground"
        >
          <ChevronLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
          Factories
        </Link>
        <h2 className="min-w-0 text-xl font-semibold text-balance" dir="auto">
          {name}
        </h2>
        <code className="text-xs break-all text-muted-foreground">{factoryId}</code>
      </header>

      <SettingsSection title={`Videos ${formatCount(factory.videoCount)}`} lead="The newest of them.">
        <FactoryVideos videos={videos} />
      </SettingsSection>

      <SettingsSection
        title="Encodings"
        lead={<Lead href={hrefs.encodings({ factory: factoryId })}>All on the board</Lead>}
      >
        <ul className="flex flex-wrap gap-2">
          {boardLanes.map((lane) => (
            <li key={lane}>
              <Link
                href={hrefs.encodings({ factory: factoryId, lane })}
                className="flex h-8 items-center gap-2 rounded-md border bg-card px-3 text-sm transition-colors hover:bg-gray-3"
              >
                <StatusMark status={laneWords[lane].mark} percent={lane === "running" ? 60 : null} />
                {laneWords[lane].label}
                <span className="text-muted-foreground tabular">{formatCount(counts[lane])}</span>
              </Link>
            </li>
          ))}
        </ul>
      </SettingsSection>

      <SettingsSection
        title={profiles.answer ? `Profiles ${formatCount(profiles.answer.length)}` : "Profiles"}
        lead={
          <>
            What each video can become. <Lead href={hrefs.profiles(factoryId)}>Edit them</Lead>
          </>
        }
      >
        {profiles.answer ? (
          <>
            <ProfileTable connectionId={connectionId} profiles={profiles.answer.slice(0, mostProfiles)} />
            {profiles.answer.length > mostProfiles && (
              <p className="pt-3 text-sm">
                <Lead href={hrefs.profiles(factoryId)}>
                  All {formatCount(profiles.answer.length)} profiles
                </Lead>
              </p>
            )}
          </>
        ) : (
          <Unanswered reason={profiles.reason} />
        )}
      </SettingsSection>

      <SettingsSection
        title="Details"
        lead={
          <FactsList>
            <Fact label="Largest file">{factory.maxSizeBytes && formatBytes(factory.maxSizeBytes)}</Fact>
            <Fact label="Created">{factory.createdAt && <LocalTime at={factory.createdAt} as="day" />}</Fact>
            <Fact label="Changed">{factory.updatedAt && <LocalTime at={factory.updatedAt} as="day" />}</Fact>
          </FactsList>
        }
      >
        <FactoryForm connectionId={connectionId} factory={factory} canEdit={canEdit} />
        {!canEdit && <OwnersOnly />}
      </SettingsSection>

      <SettingsSection title="Notifications" lead="An address of yours that hears of this factory’s work.">
        {notifications.answer ? (
          <NotificationForm
            connectionId={connectionId}
            factoryId={factoryId}
            notifications={notifications.answer}
            canEdit={canEdit}
          />
        ) : (
          <Unanswered reason={notifications.reason} />
        )}
      </SettingsSection>

      {canEdit && hasDeliveryLog && (
        <SettingsSection title="Deliveries" lead="What was told, and how it was taken.">
          <DeliveryLog connectionId={connectionId} factoryId={factoryId} />
        </SettingsSection>
      )}

      {canEdit && (
        <SettingsSection
          title="Delete"
          lead={factory.videoCount > 0 ? `With ${countOf(factory.videoCount, "video")}.` : "It is empty."}
        >
          <RemoveFactory connectionId={connectionId} factory={factory} />
        </SettingsSection>
      )}
    </div>
  );
}

function Lead({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="underline decoration-gray-8 underline-offset-4 hover:decoration-current">
      {children}
    </Link>
  );
}

function Unanswered({ reason }: { reason: string | undefined }) {
  return (
    <p className="flex items-start gap-2 text-sm text-soft-foreground">
      <StatusMark status="degraded" className="mt-[3px]" />
      {reason}
    </p>
  );
}

function OwnersOnly() {
  return <p className="mt-3 text-xs text-muted-foreground">Owners change these.</p>;
}
