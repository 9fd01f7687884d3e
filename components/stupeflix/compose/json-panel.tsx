"use client";

import { Copy } from "lucide-react";
import { useMemo } from "react";
import { copyText } from "#components/assets/copy-text.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { TaskFaults } from "#lib/features/stupeflix/schema/task.ts";
import CodeEditor from "./code-editor.tsx";
import { placeFaults, readTasks, type TextProblem } from "./json-tasks.ts";

export interface JsonPanelProps {
  text: string;
  problem: TextProblem | undefined;
  faults: readonly TaskFaults[];
  onWrite(typed: string, read: ReturnType<typeof readTasks>): void;
  onDrop(): void;
}

const format = (text: string) => {
  const { tasks } = readTasks(text);
  return tasks && JSON.stringify({ tasks }, null, 2);
};

/** The call that makes the tasks, as JSON: what is written here is in the form, and the other way round. */
export default function JsonPanel({ text, problem, faults, onWrite, onDrop }: JsonPanelProps) {
  const marks = useMemo(() => (problem ? [problem] : placeFaults(text, faults)), [text, problem, faults]);
  return (
    <div className="grid gap-2">
      <CodeEditor
        label="The tasks as JSON"
        language="json"
        value={text}
        problems={marks}
        describedBy="json-problem"
        isWrong={problem !== undefined}
        className="h-[26rem] overflow-hidden rounded-md border"
        onChange={(typed) => onWrite(typed, readTasks(typed))}
      />
      <div className="flex flex-wrap items-center gap-2">
        <p id="json-problem" role="status" className="min-w-0 flex-1 text-xs">
          {problem ? (
            <span className="text-failed-text">
              Line {problem.line}, column {problem.column}: {problem.message}
            </span>
          ) : (
            <span className="text-muted-foreground">The same as the form, editable both ways.</span>
          )}
        </p>
        {problem ? (
          <Button variant="outline" size="sm" onClick={onDrop}>
            Back to what the form has
          </Button>
        ) : (
          <>
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                const tidy = format(text);
                if (tidy !== undefined && tidy !== text) onWrite(tidy, readTasks(tidy));
              }}
            >
              Tidy
            </Button>
            <Button
              variant="ghost"
              size="sm"
              onClick={() => void copyText(text).then((isCopied) => isCopied && toast.success("Copied."))}
            >
              <Copy aria-hidden="true" /> Copy
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
