"use client";

import dynamic from "next/dynamic";
import { ThemeEditorLoading } from "./theme-editor-loading.tsx";

/** Checking what is entered needs more code than a page does to be drawn. */
export const ThemePage = dynamic(() => import("./theme-editor.tsx").then((file) => file.ThemeEditor), {
  ssr: false,
  loading: ThemeEditorLoading,
});
