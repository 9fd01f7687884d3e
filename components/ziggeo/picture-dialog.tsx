"use client";

import { useRef, useState } from "react";
import { FormMessage } from "#components/account/form-message.tsx";
import { Button } from "#components/ui/button.tsx";
import { Choice } from "#components/ui/choice.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import type { StreamView } from "#lib/features/ziggeo/schema/streams.ts";
import { AttachProgress } from "./attach-progress.tsx";
import { FramePicker } from "./frame-picker.tsx";
import type { Attachment } from "./use-attachment.tsx";

export interface PictureDialogProps {
  readonly stream: StreamView;
  /** Films that a frame can be taken of. */
  readonly films: readonly StreamView[];
  readonly attachment: Attachment;
  onClose(): void;
}

const ownFile = "own-file";

/** A draft's poster: a frame of a film that is here, of one that is still to be attached, or a picture. */
export function PictureDialog({ stream, films, attachment, onClose }: PictureDialogProps) {
  const [chosen, setChosen] = useState(films[0]?.streamToken ?? ownFile);
  const [file, setFile] = useState<File>();
  const filmInput = useRef<HTMLInputElement>(null);
  const pictureInput = useRef<HTMLInputElement>(null);
  const isPending = attachment.state !== undefined;
  const film = films.find(({ streamToken }) => streamToken === chosen);
  const source = chosen === ownFile ? file : (film?.videoUrl ?? undefined);
  const attach = async (picture: File) => {
    if (await attachment.send({ kind: "image", streamToken: stream.streamToken }, picture)) onClose();
  };
  const upload = (
    <Button variant="outline" disabled={isPending} onClick={() => pictureInput.current?.click()}>
      Upload a picture…
    </Button>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && !isPending && onClose()}>
      <DialogContent className="sm:max-w-3xl" onInteractOutside={(event) => event.preventDefault()}>
        <DialogHeader>
          <DialogTitle>
            {stream.imageUrl ? "Another picture for this draft" : "A picture for this draft"}
          </DialogTitle>
          <DialogDescription>
            Players show it before they play. It is attached before the video: a bound stream takes none.
          </DialogDescription>
        </DialogHeader>
        <div className="flex flex-wrap items-center gap-2">
          <Choice
            aria-label="Film to take a frame of"
            className="w-auto min-w-52"
            value={chosen}
            options={[
              ...films.map(({ streamToken, name }) => ({ value: streamToken, label: name })),
              { value: ownFile, label: file ? file.name : "A video file of mine" },
            ]}
            onChange={(value) => {
              setChosen(value);
              if (value === ownFile && !file) filmInput.current?.click();
            }}
          />
          {chosen === ownFile && (
            <Button variant="outline" onClick={() => filmInput.current?.click()}>
              Choose the file…
            </Button>
          )}
        </div>
        {source ? (
          <FramePicker source={source} isPending={isPending} onPick={(picture) => void attach(picture)}>
            {upload}
          </FramePicker>
        ) : (
          <div className="grid justify-items-center gap-3 rounded-lg border border-dashed p-8 text-center text-sm text-muted-foreground">
            Choose a video file to take a frame of: it stays here. Or upload a picture.
            {upload}
          </div>
        )}
        <AttachProgress state={attachment.state} onCancel={attachment.cancel} />
        <FormMessage message={attachment.problem} />
        <HiddenFile input={filmInput} accept="video/*" onFile={setFile} />
        <HiddenFile
          input={pictureInput}
          accept="image/jpeg,image/png,image/webp,image/gif,image/bmp"
          onFile={(picture) => void attach(picture)}
        />
      </DialogContent>
    </Dialog>
  );
}

interface HiddenFileProps {
  input: React.RefObject<HTMLInputElement | null>;
  accept: string;
  onFile(file: File): void;
}

function HiddenFile({ input, accept, onFile }: HiddenFileProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      aria-hidden="true"
      tabIndex={-1}
      accept={accept}
      onChange={({ target }) => {
        const [file] = target.files ?? [];
        target.value = "";
        if (file) onFile(file);
      }}
    />
  );
}
