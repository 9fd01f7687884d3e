import path from "node:path";
import { SourceProblem } from "../../../media/compose/compositor/source-problem.ts";
import { missingFor } from "../../../media/compose/output/encode-args.ts";
import { type Profile, previewOf, profileNames, profiles } from "../../../media/compose/output/profiles.ts";
import { renderFilm } from "../../../media/compose/render-film.ts";
import { buildScene } from "../../../media/compose/scene/build-scene.ts";
import { collectSources, type NamedSource } from "../../../media/compose/sxml/collect-sources.ts";
import type { Movie } from "../../../media/compose/sxml/movie.ts";
import { sxmlLimits } from "../../../media/compose/sxml/parse-xml.ts";
import { describeProblem, SxmlError } from "../../../media/compose/sxml/problems.ts";
import { readMovie } from "../../../media/compose/sxml/read-movie.ts";
import { type FilmSources, fetchFilmSources } from "./film-sources.ts";
import { heavyLimits } from "./heavy-limits.ts";
import { decimal, flag, integer, text } from "./parameters.ts";
import type { TaskContext } from "./task-context.ts";
import { defineTask, type MadeFile, TaskFault } from "./task-kind.ts";

const parameters = {
  definition: text({
    required: true,
    control: "sxml",
    maximumLength: sxmlLimits.characters,
    description: "The film, in SXML.",
  }),
  profile: text({ choices: profileNames, default: "360p", description: "Size and codecs of the film." }),
  preview: flag({
    default: false,
    description: "Makes a small film first, to look at while the export goes on.",
  }),
  export: flag({ default: true, description: "Makes the film." }),
  thumbnail_time: decimal({
    minimum: 0,
    default: 1,
    control: "time",
    unit: "s",
    description: "Time of the frame that the thumbnail shows.",
  }),
  antialias: integer({
    choices: [1, 2, 4],
    default: 4,
    description: "How finely pictures are sampled that are not shown in their own size.",
  }),
} as const;

/** A film from its definition. */
export const videoCreate = defineTask({
  name: "video.create",
  group: "video",
  summary: "Makes a film of pictures, videos, texts and music.",
  pace: "heavy",
  parameters,
  values: {
    duration: { type: "float", description: "Duration of the film, in seconds." },
    width: { type: "integer", description: "Width of the film, in pixels." },
    height: { type: "integer", description: "Height of the film, in pixels." },
  },
  files: {
    preview: { description: "A small film to look at early, when `preview` asks for it." },
    export: { description: "The film, unless `export` is false." },
    thumbnail: { description: "A picture of the film." },
  },
  checkTogether: ({ definition }) => orDefinitionFaults(() => void collectSources(readMovie(definition))),
  async run(given, context) {
    const movie = readMovie(given.definition);
    const named = collectSources(movie);
    const profile = requireProfile(given.profile, context);
    const sources = await fetchFilmSources(named, context);
    const film = new FilmTask(movie, named, sources, context, given.antialias);
    // All is computed before anything is drawn: what the media do not allow is told at once.
    const { durationSeconds } = film.build(profile);
    const values = {
      duration: Math.round(durationSeconds * 1000) / 1000,
      width: profile.frame.width,
      height: profile.frame.height,
    };
    if (given.preview) {
      const share = given.export ? 20 : 100;
      const preview = await film.render(previewOf(profile), {
        name: `${given.profile}/preview.mp4`,
        isPreview: true,
        progress: [0, share],
      });
      await context.publish({ values, files: { preview: { ...preview, isAside: true } } });
    }
    const still = { atSeconds: given.thumbnail_time, file: "thumbnail.jpg" };
    const name = `${given.profile}/export.${profile.extension}`;
    const from = given.preview ? 20 : 0;
    const made = given.export
      ? { export: await film.render(profile, { name, isPreview: false, progress: [from, 100], still }) }
      : await film.renderStill(profile, still);
    const thumbnail: MadeFile = {
      path: path.join(await context.workDirectory(), still.file),
      mimeType: "image/jpeg",
      name: `${given.profile}/thumbnail.jpg`,
      isAside: true,
    };
    return { values, files: { ...made, thumbnail } };
  },
});

interface Still {
  readonly atSeconds: number;
  readonly file: string;
}

/** One film's ways to be drawn. */
class FilmTask {
  readonly #movie: Movie;
  readonly #named: readonly NamedSource[];
  readonly #sources: FilmSources;
  readonly #context: TaskContext;
  readonly #antialias: 1 | 2 | 4;

  constructor(
    movie: Movie,
    named: readonly NamedSource[],
    sources: FilmSources,
    context: TaskContext,
    antialias: 1 | 2 | 4,
  ) {
    this.#movie = movie;
    this.#named = named;
    this.#sources = sources;
    this.#context = context;
    this.#antialias = antialias;
  }

  /** Throws `TaskFault` naming the definition's problems. */
  build(profile: Profile) {
    try {
      return buildScene(this.#movie, this.#sources.book, profile);
    } catch (error) {
      throw toFault(error);
    }
  }

  async render(
    profile: Profile,
    how: { name: string; isPreview: boolean; progress: readonly [number, number]; still?: Still },
  ): Promise<MadeFile> {
    const file = `${how.isPreview ? "preview" : "export"}.${profile.extension}`;
    await this.#draw(
      profile,
      { film: { file, isPreview: how.isPreview }, still: how.still ?? null },
      how.progress,
    );
    const directory = await this.#context.workDirectory();
    return {
      path: path.join(directory, file),
      mimeType: mimeTypes[profile.extension] ?? "video/mp4",
      name: how.name,
    };
  }

  /** Draws no more than the thumbnail. */
  async renderStill(profile: Profile, still: Still): Promise<Record<string, never>> {
    await this.#draw(profile, { film: null, still }, [100, 100]);
    return {};
  }

  async #draw(
    profile: Profile,
    what: { film: { file: string; isPreview: boolean } | null; still: Still | null },
    [from, to]: readonly [number, number],
  ): Promise<void> {
    const { engine, signal } = this.#context;
    const built = this.build(profile);
    const lasts = built.durationSeconds * 1000;
    const cwd = await this.#context.workDirectory();
    try {
      await this.#context.work(() =>
        renderFilm(engine.media.toolchain, {
          ...built,
          ...what,
          profile,
          sources: this.#sources.files,
          cwd,
          antialias: this.#antialias,
          signal,
          limits: heavyLimits(engine),
          onProgress: ({ positionMs }) => {
            const done = from + Math.floor(Math.min(1, positionMs / lasts) * (to - from));
            this.#context.progress(Math.min(99, done));
          },
        }),
      );
    } catch (error) {
      throw error instanceof SourceProblem ? this.#toSourceFault(error) : error;
    }
  }

  #toSourceFault({ source, message }: SourceProblem): TaskFault {
    const named = this.#named[source];
    const text = named
      ? describeProblem({ ...named.at, message: `<${named.element}>: ${message}` })
      : message;
    return new TaskFault({ parameters: { definition: [text] } });
  }
}

const mimeTypes: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  flv: "video/x-flv",
  wmv: "video/x-ms-wmv",
  mpg: "video/mpeg",
};

/** Throws `TaskFault` where this machine's ffmpeg lacks what the profile is made with. */
function requireProfile(name: (typeof profileNames)[number], { engine }: TaskContext): Profile {
  const profile = profiles[name];
  const missing = missingFor(profile, engine.media.toolchain);
  if (!missing) return profile;
  throw new TaskFault({
    parameters: { profile: [`this profile needs ${missing}, which the engine's ffmpeg does not have`] },
  });
}

function orDefinitionFaults(read: () => void): Readonly<Record<string, readonly string[]>> {
  try {
    read();
    return {};
  } catch (error) {
    if (error instanceof SxmlError) return { definition: error.problems.map(describeProblem) };
    throw error;
  }
}

const toFault = (error: unknown) =>
  error instanceof SxmlError
    ? new TaskFault({ parameters: { definition: error.problems.map(describeProblem) } })
    : error;
