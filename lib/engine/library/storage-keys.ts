/** Where the library keeps what it makes. Sources keep the key that their upload gave them. */

/** Everything made of an asset itself; removing it removes poster and filmstrip. */
export const assetFolder = (assetId: string) => `${assetId.slice(0, 2)}/${assetId}`;

export const posterKey = (assetId: string, extension: string) =>
  `${assetFolder(assetId)}/poster.${extension}`;
export const filmstripKey = (assetId: string) => `${assetFolder(assetId)}/filmstrip.jpg`;

/** Everything any try of a rendition left. */
export const renditionFolder = (renditionId: string) => `${renditionId.slice(0, 2)}/${renditionId}`;

/** A try's own folder: two processes that both think they hold the job never write into the same. */
export const claimFolder = (renditionId: string, token: string) => `${renditionFolder(renditionId)}/${token}`;
