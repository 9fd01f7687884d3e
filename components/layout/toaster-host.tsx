"use client";

import dynamic from "next/dynamic";

/** Toasts are news of later; their code need not be there for the first paint. */
export const ToasterHost = dynamic(
  () => import("#components/ui/toaster.tsx").then((module) => module.Toaster),
  {
    ssr: false,
  },
);
