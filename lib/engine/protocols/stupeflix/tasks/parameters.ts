import { z } from "zod";

const isMissing = (input: unknown) => input === undefined || input === null || input === "";

/** Text that must be there. */
export const requiredText = z.preprocess(
  (given) => (isMissing(given) ? undefined : given),
  z.string({
    error: (issue) => (issue.input === undefined ? "this field is required" : "must be a string"),
  }),
);

/** The address of a medium; whether it may be fetched shows when it is. */
export const mediaUrl = requiredText.refine(
  (given) => /^https?:\/\//i.test(given),
  "must be an http address",
);
