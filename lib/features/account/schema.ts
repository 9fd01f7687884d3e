import { z } from "zod";
import { minPasswordLength } from "#lib/domain/password.ts";
import type { roles } from "#lib/domain/user.ts";

/** Spaces around a name or an address are never meant. */
export const personName = z
  .string()
  .trim()
  .min(1, "Tell us the name that others will see.")
  .max(100, "Keep the name under 100 characters.");

export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "That address is too long.")
  .pipe(z.email("This does not look like an e-mail address."));

/** Length is what makes a password strong; nothing else is asked of it. Bounded, since hashing it costs. */
export const newPassword = z
  .string()
  .min(minPasswordLength, `Use at least ${minPasswordLength} characters. A few words in a row are good.`)
  .max(256, "Use at most 256 characters.")
  .refine((password) => new Set(password).size >= 5, "Use more than a few different characters.");

export const createOwnerInput = z.object({ name: personName, email: emailAddress, password: newPassword });
export type CreateOwnerInput = z.output<typeof createOwnerInput>;

export const signInInput = z.object({
  email: emailAddress,
  password: z.string().min(1, "Type your password.").max(256, "That is longer than any password here."),
});

export const updateProfileInput = z.object({ name: personName, email: emailAddress });

export const changePasswordInput = z
  .object({
    currentPassword: z.string().min(1, "Type the password you use now.").max(256),
    newPassword,
  })
  .refine((input) => input.currentPassword !== input.newPassword, {
    path: ["newPassword"],
    message: "This is the password you have now. Choose another one.",
  });

export const addPersonInput = z.object({
  name: personName,
  email: emailAddress,
  role: z.enum(["editor", "viewer"]),
  password: newPassword,
});

export const changeRoleInput = z.object({
  userId: z.string().min(1).max(100),
  role: z.enum(["editor", "viewer"]),
});
export const removePersonInput = z.object({ userId: z.string().min(1).max(100) });
export const endSessionInput = z.object({ sessionId: z.string().min(1).max(100) });

/** Someone who may sign in, as the people page shows them. */
export interface PersonSummary {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: (typeof roles)[number];
  readonly createdAt: string;
  readonly lastSignedInAt: string | null;
}

/** One signed-in browser of one's own. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly isCurrent: boolean;
  readonly browser: string;
  readonly address: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
}

/** What next-auth answers a script with. */
export const csrfAnswer = z.object({ csrfToken: z.string() });
export const redirectAnswer = z.object({ url: z.string() });
