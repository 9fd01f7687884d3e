"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { whenSettled } from "#lib/client/when-settled.ts";
import type { ConfirmDialogProps } from "./confirm-box.tsx";

const load = () => import("./confirm-box.tsx");
const ConfirmBox = lazy(load);

/** Asks before what cannot be undone. Its code comes when the page is there, long before anybody asks for it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [wasOpened, setOpened] = useState(props.open);
  if (props.open && !wasOpened) setOpened(true);
  useEffect(() => whenSettled(() => load().catch(() => undefined)), []);
  return (
    wasOpened && (
      <Suspense fallback={null}>
        <ConfirmBox {...props} />
      </Suspense>
    )
  );
}
