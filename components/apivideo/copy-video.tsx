"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Link } from "#components/ui/link.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Failure } from "#lib/domain/result.ts";
import { copyVideo } from "#lib/features/apivideo/actions.ts";
import { watermarksQuery } from "#lib/features/apivideo/client.ts";
import { corners } from "#lib/features/apivideo/schema/watermarks.ts";
import { WatermarkPicture } from "./watermarks.tsx";

export interface CopyVideoProps {
  assetId: string;
  connectionId: string;
  title: string;
  onClose(): void;
}

const none = "none";
const cornerNames: Readonly<Record<(typeof corners)[number], string>> = {
  "top-left": "Top left",
  "top-right": "Top right",
  "bottom-left": "Bottom left",
  "bottom-right": "Bottom right",
};

/** Another video of the same source. What is laid over the picture is laid over it when it is made. */
export function CopyVideo({ assetId, connectionId, title, onClose }: CopyVideoProps) {
  const router = useRouter();
  const { data: watermarks = [], isPending: isLoading, error } = useQuery(watermarksQuery(connectionId));
  const [values, setValues] = useState({
    title: `${title} (copy)`.slice(0, 255),
    watermarkId: none,
    corner: "bottom-right",
    widthPercent: "15",
    opacityPercent: "100",
  });
  const [failure, setFailure] = useState<Failure>();
  const [isPending, startTransition] = useTransition();
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }));
  const chosen = watermarks.find(({ watermarkId }) => watermarkId === values.watermarkId);
  const save = () =>
    startTransition(async () => {
      const made = await copyVideo({
        ...values,
        assetId,
        watermarkId: chosen?.watermarkId ?? null,
        widthPercent: Number(values.widthPercent),
        opacityPercent: Number(values.opacityPercent),
      });
      if (!made.ok) return setFailure(made.error);
      toast.success("The copy is being made.");
      router.push(`/assets/${encodeURIComponent(made.value.assetId)}`);
      onClose();
    });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form
          className="grid gap-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <DialogHeader>
            <DialogTitle>Make a copy</DialogTitle>
            <DialogDescription>
              The service makes another video of the same source. This one stays as it is.
            </DialogDescription>
          </DialogHeader>
          <Field label="Title" error={failure?.fields.title}>
            <Input value={values.title} dir="auto" onChange={(event) => set({ title: event.target.value })} />
          </Field>
          <Field
            label="Watermark"
            error={error?.message}
            help={
              !isLoading && watermarks.length === 0 ? (
                <>
                  There is none yet.{" "}
                  <Link
                    href={`/connections/${encodeURIComponent(connectionId)}/watermarks`}
                    className="underline underline-offset-4"
                  >
                    Add one
                  </Link>
                </>
              ) : undefined
            }
          >
            <Select value={values.watermarkId} onValueChange={(watermarkId) => set({ watermarkId })}>
              <SelectTrigger aria-label="Watermark">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <SelectItem value={none}>None</SelectItem>
                {watermarks.map(({ watermarkId }) => (
                  <SelectItem key={watermarkId} value={watermarkId}>
                    …{watermarkId.slice(-6)}
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Field>
          {chosen && (
            <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-3">
              <WatermarkPicture watermark={chosen} className="h-24 w-24 rounded-md p-1.5" />
              <div className="grid gap-3">
                <Field label="Corner">
                  <Select value={values.corner} onValueChange={(corner) => set({ corner })}>
                    <SelectTrigger aria-label="Corner">
                      <SelectValue />
                    </SelectTrigger>
                    <SelectContent>
                      {corners.map((corner) => (
                        <SelectItem key={corner} value={corner}>
                          {cornerNames[corner]}
                        </SelectItem>
                      ))}
                    </SelectContent>
                  </Select>
                </Field>
                <div className="grid grid-cols-2 gap-3">
                  <Field label="Width, %" error={failure?.fields.widthPercent}>
                    <Input
                      type="number"
                      min={1}
                      max={100}
                      value={values.widthPercent}
                      onChange={(event) => set({ widthPercent: event.target.value })}
                    />
                  </Field>
                  <Field label="Opacity, %" error={failure?.fields.opacityPercent}>
                    <Input
                      type="number"
                      min={1}
                      max={100}
                      value={values.opacityPercent}
                      onChange={(event) => set({ opacityPercent: event.target.value })}
                    />
                  </Field>
                </div>
              </div>
            </div>
          )}
          {failure && Object.keys(failure.fields).length === 0 && (
            <p role="alert" className="text-sm text-failed-text">
              {failure.message}
            </p>
          )}
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" pending={isPending}>
              Make the copy
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
