import type { Finding } from "../diagnose.ts";
import { type AskedAddress, findRightAddress } from "../right-address.ts";

/** The clouds that the service runs in, by the name of each in the connection form; keys are of one of them. */
export const telestreamBaseUrls = {
  gce: "https://api-gce.pandastream.com/v3.0",
  "us-east": "https://api-us-east.cloud.telestream.net/v3.0",
  "eu-west": "https://api-eu-west.cloud.telestream.net/v3.0",
} as const;

/** Keys of another of the clouds. */
export async function findOtherHost(asked: Omit<AskedAddress, "addresses">): Promise<Finding | undefined> {
  const found = await findRightAddress({ addresses: telestreamBaseUrls, ...asked });
  if (!found) return undefined;
  const [right, entered] = [hosts.get(found.right), hosts.get(found.entered)];
  return {
    cause: "wrong_region",
    message: `These keys belong to ${right}, not to ${entered}. Choose ${right} and test again.`,
  };
}

const hosts = new Map(Object.entries(telestreamBaseUrls).map(([name, url]) => [name, new URL(url).host]));
