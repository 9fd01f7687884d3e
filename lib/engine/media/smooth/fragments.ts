import { openFile } from "../byte-source.ts";

/** One fragment of a Smooth Streaming file, in ticks of 100 ns. */
export interface Fragment {
  readonly start: number;
  readonly duration: number;
}

/** The box that says when a fragment begins and how long it is ([MS-SSTR] 2.2.4.4, `TfxdBox`). */
const tfxd = Buffer.from("6d1d9b0542d544e680e2141daff757b2", "hex");
const boxHead = 8;

/** The fragments of a file that our own ffmpeg wrote, in their order. */
export async function readFragments(file: string): Promise<Fragment[]> {
  const source = await openFile(file);
  try {
    const fragments: Fragment[] = [];
    for (let at = 0; at + boxHead <= source.size; ) {
      const head = Buffer.from(await source.read(at, Math.min(at + 16, source.size)));
      const length = head.readUInt32BE(0);
      const size = length === 1 ? Number(head.readBigUInt64BE(8)) : length;
      if (size < boxHead) break;
      if (head.toString("latin1", 4, 8) === "moof") {
        const fragment = toFragment(Buffer.from(await source.read(at, at + size)));
        if (fragment) fragments.push(fragment);
      }
      at += size;
    }
    return fragments;
  } finally {
    await source.close();
  }
}

/** After its identifier come a version, flags, and both times in 64 bits. */
function toFragment(moof: Buffer): Fragment | undefined {
  const at = moof.indexOf(tfxd);
  if (at < 0) return undefined;
  const times = at + tfxd.length + 4;
  return {
    start: Number(moof.readBigUInt64BE(times)),
    duration: Number(moof.readBigUInt64BE(times + 8)),
  };
}
