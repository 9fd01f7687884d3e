// The published resumable upload server, as its documentation sets it up.
import { createServer } from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [folder = ".", port = "0"] = process.argv.slice(2);
const tus = new Server({ path: "/files", datastore: new FileStore({ directory: folder }) });

createServer(tus.handle.bind(tus)).listen(Number(port), "127.0.0.1", () => console.log('{"ready":true}'));
