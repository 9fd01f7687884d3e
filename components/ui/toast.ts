"use client";

import type { ExternalToast } from "sonner";

type Say = (message: string, options?: ExternalToast) => void;

/** The toaster's code is loaded with the first toast; `<Toaster>` in the layout is there by then. */
const say =
  (kind: "message" | "success" | "error" | "warning"): Say =>
  (message, options) => {
    void import("sonner").then(({ toast: sonner }) => sonner[kind](message, options));
  };

/** Short news of something that just happened. Errors that need reading belong on the page. */
export const toast: Record<"message" | "success" | "error" | "warning", Say> = {
  message: say("message"),
  success: say("success"),
  error: say("error"),
  warning: say("warning"),
};
