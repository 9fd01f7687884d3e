"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import { uploadTargetsQuery } from "#lib/features/uploads/client.ts";
import type { UploadChoice, UploadTargetOption } from "#lib/features/uploads/schema.ts";
import { accountLookedAt } from "./account-looked-at.ts";
import { FilesForm } from "./files-form.tsx";
import { recallChoice, toFirstChoice } from "./remembered-choice.ts";
import { TargetsProblem } from "./targets-problem.tsx";
import { closeUploadDialog, type UploadDialogRequest } from "./upload-desk.ts";
import { UrlForm } from "./url-form.tsx";

/** Where to, what of, and what is to be made of it. Files are answered here before a byte of them is sent. */
export default function UploadDialog({ request }: { request: UploadDialogRequest }) {
  const targets = useQuery(uploadTargetsQuery());
  const [choice, setChoice] = useState<UploadChoice>();
  const options = targets.data?.targets;
  useEffect(() => {
    if (!options) return;
    const preferred = request.connectionId ?? accountLookedAt(location);
    setChoice((before) => before ?? toFirstChoice(options, recallChoice(), preferred));
  }, [options, request.connectionId]);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && closeUploadDialog()}>
      <DialogContent
        className="sm:top-[8dvh] sm:max-h-[84dvh] sm:max-w-xl"
        // The form takes the focus where it is wanted, once it knows what it offers.
        onOpenAutoFocus={(event) => event.preventDefault()}
      >
        <DialogHeader>
          <DialogTitle>Upload</DialogTitle>
          <DialogDescription>
            Files go from this browser straight to the provider, and go on after a reload.
          </DialogDescription>
        </DialogHeader>
        <Tabs defaultValue={request.from}>
          <TabsList>
            <TabsTrigger value="files">Files</TabsTrigger>
            <TabsTrigger value="url">From a web address</TabsTrigger>
          </TabsList>
          <Body
            request={request}
            targets={options}
            problem={targets.error?.message}
            onRetry={() => void targets.refetch()}
            choice={choice}
            onChoice={setChoice}
          />
        </Tabs>
      </DialogContent>
    </Dialog>
  );
}

interface BodyProps {
  readonly request: UploadDialogRequest;
  readonly targets: readonly UploadTargetOption[] | undefined;
  readonly problem: string | undefined;
  onRetry(): void;
  readonly choice: UploadChoice | undefined;
  onChoice(choice: UploadChoice): void;
}

function Body({ request, targets, problem, onRetry, choice, onChoice }: BodyProps) {
  if (!targets && !problem) return <LoadingFields />;
  if (!targets || !choice)
    return <TargetsProblem problem={problem} targets={targets ?? []} onRetry={onRetry} />;
  const target = { targets, choice, onChoice };
  return (
    <>
      <TabsContent value="files">
        <FilesForm initial={request.picked} {...target} />
      </TabsContent>
      <TabsContent value="url">
        <UrlForm {...target} />
      </TabsContent>
    </>
  );
}

function LoadingFields() {
  return (
    <div className="grid gap-4" aria-busy="true">
      <Skeleton className="h-24" />
      <div className="grid gap-4 sm:grid-cols-2">
        <Skeleton className="h-9" />
        <Skeleton className="h-9" />
      </div>
      <Skeleton className="h-16" />
    </div>
  );
}
