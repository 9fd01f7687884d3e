"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { z } from "zod";
import { toast } from "#components/ui/toast.ts";
import type { Result } from "#lib/domain/result.ts";

interface Refusal {
  readonly fields: Readonly<Record<string, string>>;
  readonly message: string | null;
}

const none: Refusal = { fields: {}, message: null };

/**
 * What is being changed beside what is saved: checked before it is sent, kept whatever the answer, and read again from
 * the service once it is saved.
 */
export function useDraft<Values extends object>(
  saved: Values,
  options: {
    /** A form that is there from the first paint has it fetched when something is saved: checks are large. */
    readonly schema: z.ZodType | (() => Promise<z.ZodType>);
    toInput(values: Values): object;
    save(input: object): Promise<Result<unknown>>;
    readonly done: string;
    onSaved?(value: unknown): void;
  },
) {
  const router = useRouter();
  const [values, setValues] = useState(saved);
  const [base, setBase] = useState(saved);
  const [refusal, setRefusal] = useState(none);
  const [isPending, setPending] = useState(false);
  const isChanged = !isSame(values, base);

  const set = (change: Partial<Values>) => setValues((before) => ({ ...before, ...change }));
  /** The service says something else now: what nobody touched follows it, what is typed stays. */
  const rebase = (next: Values) => {
    setValues((before) => {
      const typed = Object.entries(before).filter(([name, value]) => !isSame(value, Reflect.get(base, name)));
      return { ...next, ...Object.fromEntries(typed) };
    });
    setBase(next);
  };
  const reset = () => {
    setValues(base);
    setRefusal(none);
  };

  async function save() {
    if (isPending) return;
    const input = options.toInput(values);
    setPending(true);
    try {
      const checks = typeof options.schema === "function" ? await options.schema() : options.schema;
      const parsed = checks.safeParse(input);
      if (!parsed.success) {
        const fields: Record<string, string> = {};
        for (const { path, message } of parsed.error.issues) fields[path.join(".")] ??= message;
        setRefusal({ fields, message: null });
        return;
      }
      const answer = await options.save(input);
      if (answer.ok) {
        setRefusal(none);
        setBase(values);
        toast.success(options.done);
        options.onSaved?.(answer.value);
        router.refresh();
      } else {
        const { fields, message } = answer.error;
        setRefusal({ fields, message: Object.keys(fields).length > 0 ? null : message });
      }
    } catch {
      setRefusal({
        fields: {},
        message: "Reelyard did not answer. What you entered is still here: try again in a moment.",
      });
    } finally {
      setPending(false);
    }
  }

  return {
    values,
    set,
    rebase,
    reset,
    save,
    isChanged,
    isPending,
    errors: refusal.fields,
    message: refusal.message,
  };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
