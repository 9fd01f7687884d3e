import { z } from "zod";
import type { Viewer } from "#lib/domain/user.ts";
import { connectionInput } from "./identity.ts";
import { type SignableMethod, signableMethods } from "./signable-methods.ts";

/** What the service adds or computes itself: given by hand they would only make the signature wrong. */
const reserved = new Set(["access_key", "signature", "timestamp"]);

const parameter = z.object({
  name: z
    .string()
    .trim()
    .min(1, "A parameter needs a name.")
    .max(200, "That name is too long.")
    .regex(
      /^[A-Za-z0-9_.-]+(\[[A-Za-z0-9_.-]+\])?$/,
      "Letters, digits, _ . - and one pair of brackets at the end.",
    )
    .refine((name) => !reserved.has(name), "This one is added by itself."),
  value: z.string().max(4_000, "That value is too long."),
});

export const signRequestInput = connectionInput
  .extend({
    method: z.enum(signableMethods),
    path: z
      .string()
      .trim()
      .max(500, "That path is too long.")
      .regex(
        /^\/[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.json$/,
        "A path starts with / and ends with .json, without the version: /videos.json",
      ),
    parameters: z.array(parameter).max(50, "At most 50 parameters."),
  })
  .superRefine(({ parameters }, context) => {
    const seen = new Set<string>();
    for (const [place, { name }] of parameters.entries()) {
      if (seen.has(name)) {
        context.addIssue({
          code: "custom",
          path: ["parameters", place, "name"],
          message: "It is there already.",
        });
      }
      seen.add(name);
    }
  });
export type SignRequestInput = z.output<typeof signRequestInput>;

/** What an editor could do on these pages anyway. */
const editorWrites = /^\/(videos|encodings)(\/|\.json$)/;

/**
 * Whoever has a signed call can make it, so nobody signs what their role would not let them do: an editor reads
 * anything but notifications, and changes videos and encodings.
 */
export function maySign(
  viewer: Viewer,
  { method, path }: Pick<SignRequestInput, "method" | "path">,
): boolean {
  if (viewer.role === "owner") return true;
  if (viewer.role !== "editor") return false;
  return method === "GET" ? !path.startsWith("/notifications") : editorWrites.test(path);
}

export interface SignedRequestView {
  readonly method: SignableMethod;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Where it goes: with the parameters for what reads, bare for what travels in a form. */
  readonly url: string;
  readonly curl: string;
  readonly expiresAt: string;
}
