import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { readProgress } from "./task-words.ts";

/** A running task's progress, whatever shape it has: a bar where a number says it, the rest in words. */
export function TaskProgress({ progress, label }: { progress: unknown; label: string }) {
  const { percent, facts, parts } = readProgress(progress);
  return (
    <div className="grid min-w-0 gap-1">
      <ProgressBar
        percent={percent}
        label={label}
        {...(parts && parts.length <= 12 && { parts: parts.map((part) => part / 100) })}
      />
      <p className="clip-line text-xs text-muted-foreground tabular">
        {percent !== null && `${Math.round(percent)} %`}
        {percent !== null && facts.length > 0 && " · "}
        {facts.map(({ name, value }) => (name ? `${name}: ${value}` : value)).join(" · ")}
      </p>
    </div>
  );
}
