"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** Checking what is entered needs more code than a page does to be drawn. */
export const ThemePage = dynamic(() => import("./theme-editor.tsx").then((file) => file.ThemeEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});
