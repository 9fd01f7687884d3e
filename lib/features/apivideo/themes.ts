import { playerColours, playerSwitches } from "#lib/domain/player-theme.ts";
import "server-only";
import { toBrowserUrl } from "#lib/accounts/accounts.ts";
import { inWords, readInWords } from "#lib/accounts/in-words.ts";
import { recordAudit } from "#lib/auth/audit.ts";
import type { Viewer } from "#lib/domain/user.ts";
import type { WirePlayer } from "#lib/providers/apivideo/wire/players.ts";
import { callOptions, type OpenApivideo, openApivideo } from "./open-apivideo.ts";
import { type PictureFile, toPicturePart } from "./pictures.ts";
import type { PlayerTheme, SaveThemeInput, ThemeColour, ThemeSwitch } from "./schema/themes.ts";

const shown = 100;
/** What the service's own samples show, for a theme that leaves one out. */
const plainColour = "rgba(255, 255, 255, 1)";
const switchesOn: readonly ThemeSwitch[] = ["enableApi", "enableControls"];

/** The account's player themes, by name. */
export async function listThemes(_viewer: Viewer, connectionId: string): Promise<PlayerTheme[]> {
  const { connection, client } = await openApivideo(connectionId);
  const query = { pageSize: shown, sortBy: "name", sortOrder: "asc" } as const;
  const page = await readInWords(() => client.players.page(query, callOptions));
  return page.data.map((player) => toTheme(connection, player));
}

/** Throws `DomainError` not_found. */
export async function getTheme(
  _viewer: Viewer,
  { connectionId, playerId }: { connectionId: string; playerId: string },
): Promise<PlayerTheme> {
  const { connection, client } = await openApivideo(connectionId);
  return toTheme(connection, await readInWords(() => client.players.get(playerId, callOptions)));
}

export async function createTheme(
  viewer: Viewer,
  { connectionId, name }: { connectionId: string; name: string },
): Promise<string> {
  const { client } = await openApivideo(connectionId);
  const { playerId } = await inWords(() => client.players.create({ name }, callOptions));
  await recordAudit(viewer, { action: "player-theme.create", subject: name, connectionId });
  return playerId;
}

export async function saveTheme(
  viewer: Viewer,
  { connectionId, playerId, name, colours, switches }: SaveThemeInput,
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.players.update(playerId, { name, ...colours, ...switches }, callOptions));
  await recordAudit(viewer, { action: "player-theme.edit", subject: name, connectionId });
}

/** Videos that had it are shown with the plain player. */
export async function removeTheme(
  viewer: Viewer,
  { connectionId, playerId }: { connectionId: string; playerId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.players.remove(playerId, callOptions));
  await recordAudit(viewer, { action: "player-theme.remove", subject: playerId, connectionId });
}

/** @param target.link where a click on the logo leads */
export async function uploadLogo(
  viewer: Viewer,
  { connectionId, playerId, link }: { connectionId: string; playerId: string; link: string },
  picture: PictureFile,
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  const part = toPicturePart(picture, ["image/jpeg", "image/png"]);
  await inWords(() => client.players.uploadLogo(playerId, part, link, callOptions));
  await recordAudit(viewer, { action: "player-theme.logo", subject: playerId, connectionId });
}

export async function removeLogo(
  viewer: Viewer,
  { connectionId, playerId }: { connectionId: string; playerId: string },
): Promise<void> {
  const { client } = await openApivideo(connectionId);
  await inWords(() => client.players.removeLogo(playerId, callOptions));
  await recordAudit(viewer, { action: "player-theme.remove-logo", subject: playerId, connectionId });
}

function toTheme(connection: OpenApivideo["connection"], player: WirePlayer): PlayerTheme {
  const colours = playerColours.map((name) => [name, player[name] ?? plainColour]);
  const switches = playerSwitches.map((name) => [name, player[name] ?? switchesOn.includes(name)]);
  return {
    playerId: player.playerId,
    name: player.name ?? "",
    colours: Object.fromEntries(colours) as Record<ThemeColour, string>,
    switches: Object.fromEntries(switches) as Record<ThemeSwitch, boolean>,
    logoUrl: toBrowserUrl(connection, player.assets?.logo ?? null),
    logoLink: player.assets?.link ?? null,
  };
}
