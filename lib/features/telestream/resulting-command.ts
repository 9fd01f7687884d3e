import "server-only";
import { readInWords } from "#lib/accounts/in-words.ts";
import type { Viewer } from "#lib/domain/user.ts";
import { isProviderError } from "#lib/providers/errors.ts";
import type { ProfileChanges } from "#lib/providers/telestream/profiles.ts";
import { wireError } from "#lib/providers/telestream/wire.ts";
import { callTimeoutMs, openTelestream } from "./open-telestream.ts";
import type { CommandRequest, ResultingCommand } from "./schema/command.ts";

/** What a profile would run, by the engine's own word; the vendor has no call that tells. */
export async function getResultingCommand(
  _viewer: Viewer,
  { connectionId, factoryId, presetName, command, extname, settings }: CommandRequest,
): Promise<ResultingCommand> {
  const { account, client } = await openTelestream(connectionId);
  if (!account.isLocal) return { commands: null, fault: null };
  const kind: ProfileChanges =
    presetName !== null
      ? { preset_name: presetName, ...(extname && { extname }) }
      : // Its name does not change what it runs.
        { name: "unnamed", command: command ?? "", extname: extname || ".mp4" };
  return readInWords(async () => {
    try {
      return await client.profiles.previewCommand(
        factoryId,
        { ...settings, ...kind },
        { timeoutMs: callTimeoutMs },
      );
    } catch (error) {
      if (!isProviderError(error) || error.kind !== "invalid") throw error;
      const told = wireError.safeParse(error.body);
      return { commands: [], fault: told.success ? told.data.message : error.message };
    }
  });
}
