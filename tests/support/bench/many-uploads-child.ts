// A process of its own that sends one file to many upload sessions at once: what it costs is not the engine's.
// node --import ./scripts/server-only.mjs tests/support/bench/many-uploads-child.ts <bytes>, then the locations as JSON
// on its standard input; it says how many were taken.
import process from "node:process";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { paddedClip } from "#tests/support/killed-upload.ts";
import { put } from "#tests/support/upload-client.ts";

const file = await paddedClip(Number(process.argv[2]));
console.log("ready");
const locations = z.array(z.url()).parse(JSON.parse(await text(process.stdin)));
const answers = await Promise.allSettled(locations.map((location) => put(location, { "x-part": 0 }, file)));
// One whose connection broke was not taken either; who asked says what that means.
const taken = answers.filter((one) => one.status === "fulfilled" && one.value.status === 200);
const broken = answers.find((one) => one.status === "rejected");
if (broken) console.error(`A sender's connection broke: ${broken.reason}`);
console.log(String(taken.length));
