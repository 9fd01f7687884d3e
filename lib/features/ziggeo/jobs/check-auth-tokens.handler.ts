import "server-only";
import { DomainError } from "#lib/domain/errors.ts";
import { checkStaleAuthTokens } from "../check-auth-tokens.ts";

export async function handleCheckAuthTokens({ connectionId }: { connectionId: string }): Promise<void> {
  try {
    await checkStaleAuthTokens(connectionId);
  } catch (error) {
    // The connection was removed while the order waited.
    if (!(error instanceof DomainError && error.code === "not_found")) throw error;
  }
}
