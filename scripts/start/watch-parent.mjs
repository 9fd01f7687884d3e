// Preloaded into the engine and the dashboard (`--import`): when the supervisor is gone, however it went, its
// end of the channel closes and the process stops itself the orderly way. Without this `kill -9` of the
// supervisor would leave both running on their ports.
import process from "node:process";

const graceMs = 20_000;

// Processes that ours fork inherit this preload, as Next's workers in development do. Their channel is how they are
// asked for work: let go of, they would end before the first question, which is then never answered.
const mark = "REELYARD_PARENT_WATCHED";

if (process.channel && !process.env[mark]) {
  process.env[mark] = "1";
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), graceMs).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The listener alone would keep a finished process from ending.
  process.channel.unref();
}
