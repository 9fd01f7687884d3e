import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes twenty seconds or more on an idle machine, the longest first. */
const slow = [
  "faults/supervisor",
  "faults/kill-both",
  "jobs/engine-killed",
  "jobs/encode-faults",
  "library/encode",
  "telestream/more-presets",
  "telestream/presets",
  "telestream/hard-sources",
  "stupeflix/bad-files",
  "apivideo/webhooks",
  "faults/inbox-killed",
  "faults/upload-kill",
  "stupeflix/videos",
  "stupeflix/video-create",
  "server/maintenance",
  "media/corpus",
  "media/hostile",
  "uploads/engine-killed",
  "sync/sync",
  "job-loop/job-loop",
  "sync/killed-import",
  "server/start",
  "library/import-url",
];

/** The longest files begin first, so that no worker is left alone with one of them at the end. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = slow.findIndex((name) => moduleId.includes(`/${name}.`));
      return at === -1 ? slow.length : at;
    };
    const usual = await super.sort(files);
    return usual.toSorted((left, right) => rank(left) - rank(right));
  }
}
