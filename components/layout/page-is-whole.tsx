"use client";

import { useEffect } from "react";
import { notePageIsWhole } from "#lib/client/when-settled.ts";

/** Inside the page's own boundary: its effect runs when React has all of the page. */
export function PageIsWhole() {
  useEffect(notePageIsWhole, []);
  return null;
}
