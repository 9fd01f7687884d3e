import { expect, test, vi } from "vitest";
import { requireTools } from "#scripts/test/tools.mjs";

test("who may not install what the tests need is told the command that does", async () => {
  vi.stubEnv("PATH", "/nowhere");
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  await expect(requireTools(["ffmpeg"], new AbortController().signal)).rejects.toThrow(
    "The tests need ffmpeg. Run: sudo apt-get install -y --no-install-recommends ffmpeg",
  );
});

test("what is there is not asked for", async () => {
  vi.stubEnv("PATH", "/nowhere");
  vi.stubEnv("TEST_DATABASE_URL", "postgres://somewhere/else");
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  await requireTools(["postgresql"], new AbortController().signal);
});
