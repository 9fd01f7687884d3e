"use client";

import { Toaster as Sonner } from "sonner";

export default function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      closeButton
      offset={16}
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2 rounded-lg border bg-popover py-2.5 ps-3 pe-9 font-sans text-sm text-popover-foreground shadow-float",
          title: "font-medium",
          description: "text-soft-foreground",
          actionButton: "ms-auto font-medium underline underline-offset-4",
          closeButton:
            "absolute end-2 top-2.5 grid size-6 place-items-center rounded-md text-muted-foreground hover:bg-gray-3 [&_svg]:size-3.5",
          icon: "mt-0.5",
          error: "[&_[data-icon]]:text-failed",
          success: "[&_[data-icon]]:text-ready",
          warning: "[&_[data-icon]]:text-degraded",
        },
      }}
    />
  );
}
