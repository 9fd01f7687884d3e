import { canEditAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { uploadWatermarkInput } from "#lib/features/apivideo/schema/watermarks.ts";
import { connectionInput, mostPictureBytes } from "#lib/features/apivideo/schema.ts";
import { listWatermarks, uploadWatermark } from "#lib/features/apivideo/watermarks.ts";

export const GET = route({
  input: connectionInput,
  permit: canEditAssets,
  run: ({ viewer, input }) => listWatermarks(viewer, input.connectionId),
});

export const POST = route({
  input: uploadWatermarkInput,
  permit: canEditAssets,
  maxBytes: mostPictureBytes,
  run: ({ viewer, input: { connectionId, fileName }, bytes }) =>
    uploadWatermark(viewer, connectionId, { fileName, bytes }),
});
