"use client";

import dynamic from "next/dynamic";

// Below what one comes for: their code is no part of what the page waits for.
export const DeliveryLog = dynamic(() => import("./delivery-log.tsx").then((file) => file.DeliveryLog));
export const RemoveFactory = dynamic(
  () => import("./remove-factory.tsx").then((file) => file.RemoveFactory),
  { ssr: false },
);
