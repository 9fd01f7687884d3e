// Preloaded into the engine and the dashboard (`--import`): when the supervisor is gone, however it went, its
// end of the channel closes and the process stops itself the orderly way. Without this `kill -9` of the
// supervisor would leave both running on their ports.
import process from "node:process";

const graceMs = 20_000;

if (process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), graceMs).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The listener alone would keep a finished process from ending.
  process.channel.unref();
}
