"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Link } from "#components/ui/link.tsx";
import { MoreMenu } from "#components/ui/more-menu.tsx";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import type { FactoryOption } from "./board-filters.tsx";
import { telestreamHrefs } from "./hrefs.ts";
import { ProfileTable } from "./profile-table.tsx";

type Asked = { readonly what: "copy" | "remove"; readonly profile: ProfileSummary };

const DuplicateProfile = dynamic(
  () => import("./duplicate-profile.tsx").then((file) => file.DuplicateProfile),
  { ssr: false },
);
const RemoveProfile = dynamic(() => import("./remove-profile.tsx").then((file) => file.RemoveProfile), {
  ssr: false,
});

export interface ProfileListProps {
  connectionId: string;
  factories: readonly FactoryOption[];
  factoryId: string;
  profiles: readonly ProfileSummary[];
  canEdit: boolean;
  /** Owners alone write, change and copy raw commands. */
  canEditCommands: boolean;
}

/** Up to here the eye is quicker than a search. */
const listedAtAGlance = 12;

/** The profiles of one factory, and which factory. */
export function ProfileList(props: ProfileListProps) {
  const { connectionId, factories, factoryId, profiles, canEdit, canEditCommands } = props;
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>();
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const shown = profiles.filter(({ name, title }) => `${name} ${title ?? ""}`.toLowerCase().includes(wanted));
  const hrefs = telestreamHrefs(connectionId);
  const add = canEdit && (
    <Button asChild>
      <Link href={hrefs.newProfile(factoryId)}>
        <Plus aria-hidden="true" />
        New profile
      </Link>
    </Button>
  );
  const mayChange = (profile: ProfileSummary) => canEdit && (profile.command === null || canEditCommands);
  return (
    <div className="grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        {factories.length > 1 ? (
          <Choice
            aria-label="Factory"
            className="h-8 w-56"
            value={factoryId}
            options={factories.map((factory) => ({ value: factory.factoryId, label: factory.name }))}
            onChange={(id) => router.push(hrefs.profiles(id))}
          />
        ) : (
          <p className="max-w-prose text-sm text-pretty text-muted-foreground">
            What a video of {factories[0]?.name ?? "the factory"} can become.
          </p>
        )}
        {profiles.length > 0 && add}
      </div>
      {profiles.length > listedAtAGlance && (
        <Input
          type="search"
          aria-label="Find profiles by name or title"
          placeholder={`Find among ${profiles.length}`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className="h-8 w-64 max-sm:w-full"
        />
      )}
      <ProfileTable
        connectionId={connectionId}
        profiles={shown}
        empty={
          profiles.length > 0 ? (
            <EmptyState
              title="No profile fits"
              actions={
                <Button variant="outline" onClick={() => setWords("")}>
                  Show all
                </Button>
              }
            >
              Nothing here has that name or title.
            </EmptyState>
          ) : (
            <EmptyState title="No profiles in this factory" actions={add}>
              Without one, a video is kept as it comes and nothing is made of it.
            </EmptyState>
          )
        }
        actions={(profile) => (
          <MoreMenu
            label={`More for ${profile.name}`}
            items={[
              {
                label: mayChange(profile) ? "Edit" : "Look",
                onSelect: () => router.push(hrefs.profile(factoryId, profile.profileId)),
              },
              ...(mayChange(profile)
                ? [{ label: "Duplicate…", onSelect: () => setAsked({ what: "copy", profile }) }]
                : []),
              ...(canEdit
                ? [
                    {
                      label: "Delete…",
                      onSelect: () => setAsked({ what: "remove", profile }),
                      isDestructive: true,
                      beginsGroup: true,
                    },
                  ]
                : []),
            ]}
          />
        )}
      />
      {asked?.what === "copy" && (
        <DuplicateProfile
          connectionId={connectionId}
          profile={asked.profile}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.what === "remove" && (
        <RemoveProfile
          connectionId={connectionId}
          profile={asked.profile}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}
