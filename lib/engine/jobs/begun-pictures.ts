import type { MadePictures } from "../media/pictures.ts";
import type { WorkDirectory } from "../storage.ts";

/** Pictures that ffmpeg is drawing. */
export interface BegunPictures {
  /** As soon as it is drawn; null when none came out. Never rejects. */
  readonly poster: Promise<Buffer | null>;
  /** All of them. The filmstrip lies in a directory of theirs: it is moved away before they are disposed of. */
  readonly made: Promise<MadePictures>;
  /** Ends what still runs and removes the directory. */
  dispose(): Promise<void>;
}

/** Begins to draw in `work`, which is the pictures' own from now on. */
export function beginPictures(
  work: WorkDirectory,
  draw: (options: {
    cwd: string;
    signal: AbortSignal;
    onPoster: (jpeg: Buffer) => void;
  }) => Promise<MadePictures>,
): BegunPictures {
  const stop = new AbortController();
  const { promise: poster, resolve } = Promise.withResolvers<Buffer | null>();
  const made = draw({ cwd: work.path, signal: stop.signal, onPoster: resolve });
  const ended = made.then(
    () => resolve(null),
    // Told to whoever awaits `made`.
    () => resolve(null),
  );
  return {
    poster,
    made,
    async dispose() {
      stop.abort(new Error("Nobody wants these pictures any more."));
      await ended;
      await work.dispose();
    },
  };
}
