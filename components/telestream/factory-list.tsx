"use client";

import { Factory, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Link } from "#components/ui/link.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "#components/ui/table.tsx";
import { formatCount } from "#lib/client/format.ts";
import type { FactorySummary } from "#lib/features/telestream/schema/factory.ts";
import { telestreamHrefs } from "./hrefs.ts";

const NewFactory = dynamic(() => import("./new-factory.tsx").then((file) => file.NewFactory), { ssr: false });

export interface FactoryListProps {
  connectionId: string;
  factories: readonly FactorySummary[];
  canEdit: boolean;
}

/** The account's factories: where videos go, and what is made of them there. */
export function FactoryList({ connectionId, factories, canEdit }: FactoryListProps) {
  const [isAdding, setAdding] = useState(false);
  const hrefs = telestreamHrefs(connectionId);
  const add = canEdit && (
    <Button onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New factory
    </Button>
  );
  return (
    <>
      {factories.length === 0 ? (
        <EmptyState icon={<Factory />} title="No factories" actions={add}>
          A factory takes videos and makes them with its profiles.
          {!canEdit && " Owners make them."}
        </EmptyState>
      ) : (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="max-w-prose text-sm text-pretty text-muted-foreground">
              A factory takes videos, makes them with its profiles, and tells an address of yours.
            </p>
            {add}
          </div>
          <Table label="Factories">
            <TableCaption>Factories of this account</TableCaption>
            <TableHeader>
              <TableRow>
                <TableHead>Factory</TableHead>
                <TableHead className="text-end">Videos</TableHead>
                <TableHead className="max-sm:hidden">Bucket</TableHead>
                <TableHead className="max-sm:hidden">Originals</TableHead>
                <TableHead className="max-md:hidden">Created</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {factories.map((factory) => (
                <TableRow key={factory.factoryId} className="hover:bg-gray-2">
                  <TableCell className="max-w-80">
                    <Link
                      href={hrefs.factory(factory.factoryId)}
                      className="clip-line block font-medium underline-offset-4 hover:underline"
                    >
                      {factory.name}
                    </Link>
                    <code className="clip-line block text-xs text-muted-foreground">{factory.factoryId}</code>
                  </TableCell>
                  <TableCell className="text-end">{formatCount(factory.videoCount)}</TableCell>
                  <TableCell className="max-sm:hidden">
                    {factory.bucket ? <code className="text-xs">{factory.bucket}</code> : <Nothing />}
                  </TableCell>
                  <TableCell className="max-sm:hidden">
                    {factory.keepsOriginal ? "kept" : "not kept"}
                  </TableCell>
                  <TableCell className="max-md:hidden">
                    {factory.createdAt ? <LocalTime at={factory.createdAt} as="day" /> : <Nothing />}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {isAdding && <NewFactory connectionId={connectionId} onClose={() => setAdding(false)} />}
    </>
  );
}

const Nothing = () => <span className="text-muted-foreground">–</span>;
