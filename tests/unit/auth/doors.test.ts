import { glob, readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import * as permissions from "#lib/auth/permissions.ts";
import { type Role, roles } from "#lib/domain/user.ts";

/** Every server action and every route, with the name of the permission that its one door asks. */
let doors: Map<string, string>;

beforeAll(async () => {
  doors = new Map();
  for await (const file of glob(["app/**/*.ts", "lib/features/**/*.ts"])) {
    const source = await readFile(file, "utf8");
    const openings = [...source.matchAll(/^export const (\w+) = (?:action|route)\(/gm)];
    for (const [index, { 1: name = "", index: at }] of openings.entries()) {
      const definition = source.slice(at, openings[index + 1]?.index);
      const permit = /\bpermit: (\w+|\()/.exec(definition)?.[1] ?? "nothing";
      const isRoute = file.startsWith("app/api/");
      doors.set(isRoute ? `${name} ${file.slice("app".length, -"/route.ts".length)}` : name, permit);
    }
  }
});

/** The least role that may do it. What is on no list is for everyone who is signed in to see, and changes nothing. */
const least: Readonly<Record<Exclude<Role, "viewer">, readonly string[]>> = {
  owner: [
    ...["addConnection", "editConnection", "pauseConnection", "resumeConnection", "removeConnection"],
    ...["POST /api/connections/test", "addPushService", "removePushService", "setLifetime"],
    ...["addPerson", "changeRole", "removePerson"],
    ...["createFactory", "saveFactory", "removeFactory", "saveNotifications", "testNotification"],
    ...["resendDelivery", "GET /api/telestream/[connectionId]/factories/[factoryId]/deliveries"],
    ...["createWebhook", "replaceWebhook", "removeWebhook", "connectInbox", "renewAddress"],
    ...["revealAuthToken"],
  ],
  editor: [
    ...["deleteAssets", "retryRendition", "cancelRendition", "retryAllFailed", "changeEncodings"],
    ...["encodeAgain", "deleteSource", "duplicateProfile", "removeProfile"],
    ...["POST /api/connections/[connectionId]/test"],
    ...["GET /api/uploads/targets", "POST /api/uploads/accept", "POST /api/uploads/end"],
    ...["POST /api/uploads/names", "POST /api/uploads/sign", "addSampleVideos", "importUrl"],
    ...["POST /api/uploads/standing", "POST /api/uploads/release"],
    ...["createTasks", "cancelTask", "runAgain", "openInput", "savePreset", "renamePreset", "deletePreset"],
    ...["GET /api/stupeflix/[connectionId]/source", "POST /api/stupeflix/[connectionId]/check"],
    ...["deleteFiles", "tryDeletion"],
    ...["createStream", "beginAttach", "confirmAttach", "attachSubtitle", "bindStream", "pushStream"],
    ...["removeStream", "changeDetails", "changeMany"],
    ...["GET /api/ziggeo/connections/[connectionId]/auth-tokens", "GET /api/ziggeo/videos/[assetId]/embed"],
    ...["buildEmbed", "previewEmbed", "checkAuthToken", "createAuthToken", "encryptAuthToken"],
    ...["forgetAuthToken", "importAuthToken", "revokeAuthToken", "updateAuthToken"],
    ...["saveDetails", "copyVideo", "restoreVideo", "pickThumbnail", "saveTrack", "removeTrack"],
    ...["setDefaultCaptions", "POST /api/apivideo/videos/[assetId]/thumbnail"],
    ...["createLiveStream", "completeLiveStream", "removeLiveStream", "showStreamKey"],
    ...["addRestream", "removeRestream", "createUploadToken", "revokeUploadToken"],
    ...["createTheme", "saveTheme", "removeTheme", "removeLogo", "removeWatermark"],
    ...["POST /api/apivideo/[connectionId]/players/[playerId]/logo"],
    ...["GET /api/apivideo/[connectionId]/watermarks", "POST /api/apivideo/[connectionId]/watermarks"],
    ...["GET /api/inbox", "GET /api/inbox/[eventId]", "GET /api/inbox/facets", "GET /api/inbox/webhooks"],
    ...["POST /api/inbox/test", "replayEvent", "replayFailed"],
  ],
};
/** What a viewer changes all the same: their own account. The command is shown, not kept. */
const viewersWrite = [
  ...["updateProfile", "changePassword", "signOutEverywhere", "endSession"],
  "POST /api/telestream/[connectionId]/factories/[factoryId]/command",
];
/** Those whose answer depends on what is asked; they have tests of their own. */
const dependsOnInput = ["createProfile", "saveProfile", "signRequest"];

const permits = new Map(Object.entries(permissions));

test.each(roles)("what a %s may do is what the list says, of every action and route", (role) => {
  const may = (door: string): boolean => {
    if (least.owner.includes(door)) return role === "owner";
    return least.editor.includes(door) ? role !== "viewer" : true;
  };
  const viewer = { userId: "1", name: "", email: "", role };
  const wrong = [...doors]
    .filter(([door]) => !dependsOnInput.includes(door))
    .filter(([door, permit]) => permits.get(permit)?.(viewer) !== may(door));
  expect(wrong).toEqual([]);
});

test("nothing on the lists is gone, and every write is on one of them", () => {
  const listed = [...least.owner, ...least.editor, ...viewersWrite, ...dependsOnInput];
  expect(listed.filter((door) => !doors.has(door))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
  const unlisted = [...doors.keys()].filter((door) => !door.startsWith("GET ") && !listed.includes(door));
  expect(unlisted).toEqual([]);
});
