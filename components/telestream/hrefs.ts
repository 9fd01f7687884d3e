import { connectionHref } from "#components/connections/connection-href.ts";

/** Addresses of one account's pages, and of what is on them. */
export const telestreamHrefs = (connectionId: string) => {
  const encoded = encodeURIComponent;
  const at = (path: string) => connectionHref(connectionId, path);
  return {
    factories: at("factories"),
    factory: (factoryId: string) => at(`factories/${encoded(factoryId)}`),
    profiles: (factoryId?: string) => at(`profiles${factoryId ? `?factory=${encoded(factoryId)}` : ""}`),
    newProfile: (factoryId: string, presetName?: string) =>
      at(`profiles/${encoded(factoryId)}/new${presetName ? `?preset=${encoded(presetName)}` : ""}`),
    profile: (factoryId: string, profileId: string) =>
      at(`profiles/${encoded(factoryId)}/${encoded(profileId)}`),
    encodings: (filter: { factory?: string; lane?: string } = {}) => {
      const query = new URLSearchParams(filter).toString();
      return at(`encodings${query ? `?${query}` : ""}`);
    },
  };
};
