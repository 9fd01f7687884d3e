import { canEditAssets } from "#lib/auth/permissions.ts";
import { route } from "#lib/auth/route.ts";
import { uploadLogoInput } from "#lib/features/apivideo/schema/themes.ts";
import { mostPictureBytes } from "#lib/features/apivideo/schema.ts";
import { uploadLogo } from "#lib/features/apivideo/themes.ts";

export const POST = route({
  input: uploadLogoInput,
  permit: canEditAssets,
  maxBytes: mostPictureBytes,
  run: ({ viewer, input: { fileName, ...target }, bytes }) => uploadLogo(viewer, target, { fileName, bytes }),
});
