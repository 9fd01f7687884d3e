/** The four providers, spelled this way everywhere above the wire. */
export const providerIds = ["ziggeo", "telestream", "stupeflix", "apivideo"] as const;
export type ProviderId = (typeof providerIds)[number];

/** How a person reads them, and the two-letter monogram that tells them apart in a list. */
export const providerNames: Record<ProviderId, { name: string; monogram: string }> = {
  ziggeo: { name: "Ziggeo", monogram: "Zi" },
  telestream: { name: "Telestream Cloud Flip", monogram: "Te" },
  stupeflix: { name: "Stupeflix Tasks", monogram: "St" },
  apivideo: { name: "api.video", monogram: "av" },
};
