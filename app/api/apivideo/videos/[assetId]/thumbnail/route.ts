import { canEditAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { mostPictureBytes, uploadThumbnailInput } from "#lib/features/apivideo/schema.ts";
import { uploadThumbnail } from "#lib/features/apivideo/videos.ts";

export const POST = route({
  input: uploadThumbnailInput,
  permit: canEditAssets,
  maxBytes: mostPictureBytes,
  run: ({ viewer, input: { assetId, fileName }, bytes }) =>
    uploadThumbnail(viewer, assetId, { fileName, bytes }),
});
