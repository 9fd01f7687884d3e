// `npm start` and `npm run dev`: from a clone to an open dashboard. Runs on whatever Node launched npm (20.9 or
// newer) and without a single package; everything after the installation runs on the pinned Node.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 9)) {
  console.error(
    `Reelyard needs Node 20.9 or newer to start; this is ${process.version}. See https://nodejs.org.`,
  );
  process.exit(1);
}

// Loaded only now: an older Node may not even parse it.
const { main } = await import("./start/main.mjs");
await main({ dev: process.argv.includes("--dev") });
