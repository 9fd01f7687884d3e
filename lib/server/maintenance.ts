import { z } from "zod";
import { rotateKeys } from "#lib/accounts/rotate-keys.ts";
import { resetPassword } from "#lib/features/account/reset-password.ts";

/** What whoever runs the machine may have done by a command instead of a page. */
export const maintenanceRequest = z.discriminatedUnion("command", [
  z.object({ command: z.literal("reset-password"), email: z.string().min(1).max(254) }),
  z.object({ command: z.literal("rotate-keys") }),
]);
export type MaintenanceRequest = z.output<typeof maintenanceRequest>;

/** Does it, in the process that has the database and the keys open. Answers what to tell, in words. */
export async function runMaintenance(request: MaintenanceRequest): Promise<string> {
  switch (request.command) {
    case "reset-password": {
      const password = await resetPassword(request.email);
      return `The new password of ${request.email} is ${password}\nThey are signed out everywhere. Let them choose their own under Settings.`;
    }
    case "rotate-keys": {
      const { keyId, resealed, unreadable } = await rotateKeys();
      const left = unreadable > 0 ? ` ${unreadable} that no key opens stay as they are.` : "";
      return `Data key ${keyId} seals from now on; ${resealed} secrets were moved to it.${left}`;
    }
  }
}
