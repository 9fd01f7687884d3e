"use client";

import { ImageUp } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";

export interface PictureButtonProps {
  children: ReactNode;
  /** What the service takes. */
  accept: string;
  isPending: boolean;
  onChoose(picture: File): void;
}

/** Asks for a picture of this computer. */
export function PictureButton({ children, accept, isPending, onChoose }: PictureButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="outline" pending={isPending} onClick={() => input.current?.click()}>
        <ImageUp aria-hidden="true" />
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-hidden="true"
        className="hidden"
        onChange={({ target }) => {
          const [picture] = target.files ?? [];
          // The same file again is a choice, too.
          target.value = "";
          if (picture) onChoose(picture);
        }}
      />
    </>
  );
}
