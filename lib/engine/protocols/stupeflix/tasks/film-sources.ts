import path from "node:path";
import type { CompositorSource } from "../../../media/compose/compositor/job.ts";
import { MediaBook, type Source } from "../../../media/compose/scene/media-book.ts";
import type { NamedSource } from "../../../media/compose/sxml/collect-sources.ts";
import { describeProblem } from "../../../media/compose/sxml/problems.ts";
import { shownSize } from "../../../media/images.ts";
import { fetchPicture } from "./picture-files.ts";
import { readMedia } from "./read-media.ts";
import type { TaskContext } from "./task-context.ts";
import { parameterFault, TaskFault } from "./task-kind.ts";

const fetchedAtOnce = 6;
/** As many as the picture decoder takes. */
const mostPixels = 120_000_000;

export interface FilmSources {
  readonly book: MediaBook;
  /** By the same numbers. */
  readonly files: readonly CompositorSource[];
}

/** Fetches every file of a film and reads what it is. Throws `TaskFault` naming elements and their lines. */
export async function fetchFilmSources(
  named: readonly NamedSource[],
  context: TaskContext,
): Promise<FilmSources> {
  const read: { source: Source; file: CompositorSource }[] = [];
  const faults: string[] = [];
  const waiting = [...named.entries()];
  const takeTurns = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, source] = next;
      try {
        read[index] = await fetchOne(source, context);
      } catch (error) {
        if (!(error instanceof TaskFault)) throw error;
        faults.push(toDefinitionFault(source, error));
      }
    }
  };
  await Promise.all(Array.from({ length: fetchedAtOnce }, takeTurns));
  if (faults.length > 0) throw new TaskFault({ parameters: { definition: faults } });
  return { book: new MediaBook(read.map(({ source }) => source)), files: read.map(({ file }) => file) };
}

async function fetchOne(
  { url, element }: NamedSource,
  context: TaskContext,
): Promise<{ source: Source; file: CompositorSource }> {
  if (element === "image") {
    const { file, facts } = await fetchPicture("definition", url, context);
    const { width, height } = shownSize(facts);
    if (width * height > mostPixels) throw parameterFault("definition", "the picture has too many pixels");
    return {
      source: { url, facts: { kind: "image", width, height } },
      file: { file: path.basename(file), formatName: null },
    };
  }
  const file = await context.fetch("definition", url);
  const facts = await readMedia("definition", file, context, element === "audio" ? "a sound" : "a video");
  return {
    source: {
      url,
      facts: {
        kind: "media",
        width: facts.videoCodec === null ? null : facts.width,
        height: facts.videoCodec === null ? null : facts.height,
        durationSeconds: facts.durationMs === null ? null : facts.durationMs / 1000,
        soundChannels: facts.audioCodec === null ? 0 : (facts.audioChannels ?? 2),
      },
    },
    file: { file: path.basename(file), formatName: facts.formatName },
  };
}

/** What is wrong with a file, said at the element that names it. */
export function toDefinitionFault({ at, element }: NamedSource, fault: TaskFault): string {
  const { error } = fault;
  const message = typeof error === "string" ? error : Object.values(error.parameters).flat().join("; ");
  return describeProblem({ ...at, message: `<${element}>: ${message}` });
}
