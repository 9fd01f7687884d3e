import type { ReactNode } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "#components/ui/table.tsx";
import type { ProfileSummary } from "#lib/features/telestream/schema/profile.ts";
import { telestreamHrefs } from "./hrefs.ts";
import { makesInWords, sizeInWords } from "./profile-words.ts";

export interface ProfileTableProps {
  connectionId: string;
  profiles: readonly ProfileSummary[];
  /** At the end of each row. */
  actions?: (profile: ProfileSummary) => ReactNode;
  /** In the place of an empty table. */
  empty?: ReactNode;
}

/** Profiles by name, with what each makes. */
export function ProfileTable({ connectionId, profiles, actions, empty }: ProfileTableProps) {
  if (profiles.length === 0) {
    return empty ?? <EmptyState className="py-8" title="No profiles" />;
  }
  const hrefs = telestreamHrefs(connectionId);
  return (
    <Table label="Profiles">
      <TableCaption>Profiles</TableCaption>
      <TableHeader>
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Makes</TableHead>
          <TableHead className="max-sm:hidden">Size</TableHead>
          {actions && (
            <TableHead className="pe-0">
              <span className="sr-only">Actions</span>
            </TableHead>
          )}
        </TableRow>
      </TableHeader>
      <TableBody>
        {profiles.map((profile) => (
          <TableRow key={profile.profileId} className="hover:bg-gray-2">
            <TableCell className="max-w-36 sm:max-w-64">
              <Link
                href={hrefs.profile(profile.factoryId, profile.profileId)}
                className="clip-line block font-mono text-sm font-medium underline-offset-4 hover:underline"
              >
                {profile.name}
              </Link>
              {profile.title && profile.title !== profile.name && (
                <span className="clip-line block text-xs text-muted-foreground">{profile.title}</span>
              )}
            </TableCell>
            <TableCell className="text-soft-foreground sm:whitespace-nowrap">
              {makesInWords(profile)}
            </TableCell>
            <TableCell className="max-sm:hidden">{sizeInWords(profile)}</TableCell>
            {actions && <TableCell className="pe-0 text-end">{actions(profile)}</TableCell>}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
