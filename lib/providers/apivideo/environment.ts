import type { Finding } from "../diagnose.ts";
import { type AskedAddress, findRightAddress } from "../right-address.ts";

/** The two environments of the service; each has API keys of its own. */
export const apivideoBaseUrls = {
  production: "https://ws.api.video",
  sandbox: "https://sandbox.api.video",
} as const;

/** A key of the other environment. */
export async function findOtherEnvironment(
  asked: Omit<AskedAddress, "addresses">,
): Promise<Finding | undefined> {
  const found = await findRightAddress({ addresses: apivideoBaseUrls, ...asked });
  if (!found) return undefined;
  const { entered, right } = found;
  return {
    cause: "wrong_region",
    message: `This API key belongs to ${right}, not to ${entered}. Choose ${right} and test again.`,
  };
}
