import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes half a minute or more on an idle machine, the longest first. */
const slow = [
  "faults/kill-both",
  "faults/supervisor",
  "telestream/presets",
  "jobs/engine-killed",
  "jobs/encode-faults",
  "uploads/engine-killed",
  "faults/inbox-killed",
  "sync/killed-import",
  "job-loop/job-loop",
  "stupeflix/videos",
  "apivideo/webhooks",
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
