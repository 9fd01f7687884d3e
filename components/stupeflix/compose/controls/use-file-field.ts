"use client";

import { type DragEvent, useEffect, useRef, useState } from "react";
import { useComposerPlace } from "../composer-context.ts";
import { sendInput } from "../send-input.ts";

export interface FileOnItsWay {
  readonly name: string;
  readonly percent: number;
  /** The service does not answer: it goes on from there when it does. */
  readonly isBroken: boolean;
}

/** Takes files that are dropped or chosen, sends them, and hands on the addresses they have then. */
export function useFileField(take: (urls: readonly string[]) => void, isMany = false) {
  const { connectionId, remember, hold } = useComposerPlace();
  const [sending, setSending] = useState<FileOnItsWay>();
  const [failure, setFailure] = useState<string>();
  const [isOver, setOver] = useState(false);
  const stopping = useRef<AbortController>(undefined);
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => () => stopping.current?.abort(), []);

  async function send(files: readonly File[]) {
    const wanted = isMany ? files : files.slice(0, 1);
    if (wanted.length === 0) return;
    stopping.current?.abort();
    const own = new AbortController();
    stopping.current = own;
    setFailure(undefined);
    hold(true);
    try {
      const urls: string[] = [];
      for (const file of wanted) {
        const { name } = file;
        setSending({ name, percent: 0, isBroken: false });
        const sent = await sendInput(connectionId, file, {
          signal: own.signal,
          onSent: (percent) => setSending({ name, percent, isBroken: false }),
          onBroken: () => setSending((before) => before && { ...before, isBroken: true }),
        });
        remember(sent.url, sent.browserUrl);
        urls.push(sent.url);
      }
      latest.current(urls);
    } catch (error) {
      if (!own.signal.aborted) setFailure(error instanceof Error ? error.message : "It could not be sent.");
    } finally {
      hold(false);
      if (stopping.current === own) setSending(undefined);
    }
  }

  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return {
    send,
    stop: () => stopping.current?.abort(),
    sending,
    failure,
    isOver,
    /** For the element that files may be dropped on. The window's own taking of files sees that they are taken. */
    dropZone: {
      onDragEnter: (event: DragEvent) => {
        if (hasFiles(event)) event.preventDefault();
      },
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        void send([...event.dataTransfer.files]);
      },
    },
  };
}
