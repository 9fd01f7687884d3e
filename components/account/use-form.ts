"use client";

import { type FormEvent, useEffect, useState } from "react";
import type { z } from "zod";
import { whenSettled } from "#lib/client/when-settled.ts";
import type { Failure } from "#lib/domain/result.ts";

interface FormState {
  readonly fields: Readonly<Record<string, string>>;
  /** What is wrong with the whole, when it is no single field's fault. */
  readonly message: string | null;
}

const clean: FormState = { fields: {}, message: null };

/** An answer for the form: nothing when all went well. */
export type FormFailure = Pick<Failure, "message" | "fields"> | undefined;

/**
 * A form whose inputs keep what was typed whatever the answer: checked by the schema before it is sent, errors per
 * field, the first wrong one focused.
 */
export function useForm<Schema extends z.ZodType>(options: {
  /**
   * What checks a form is larger than most pages: a form that is there from the first paint has it fetched while
   * somebody types. One that comes late itself brings it along.
   */
  schema: Schema | (() => Promise<Schema>);
  submit(values: z.output<Schema>, form: HTMLFormElement): Promise<FormFailure>;
}) {
  const [state, setState] = useState(clean);
  const [isPending, setPending] = useState(false);
  const { schema } = options;
  useEffect(() => {
    if (typeof schema === "function") return whenSettled(() => schema().catch(() => undefined));
  }, [schema]);

  function fail(form: HTMLFormElement, fields: Readonly<Record<string, string>>, message: string | null) {
    setState({ fields, message });
    const first = Array.from(form.elements).find(
      (element) => element instanceof HTMLElement && (element.getAttribute("name") ?? "") in fields,
    );
    if (first instanceof HTMLElement) first.focus();
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (isPending) return;
    const typed = Object.fromEntries(new FormData(form));
    setPending(true);
    try {
      const checks = typeof schema === "function" ? await schema() : schema;
      const parsed = checks.safeParse(typed);
      if (!parsed.success) {
        const fields: Record<string, string> = {};
        for (const { path, message } of parsed.error.issues) fields[path.join(".")] ??= message;
        fail(form, fields, null);
        return;
      }
      const failure = await options.submit(parsed.data, form);
      if (!failure) setState(clean);
      else fail(form, failure.fields, Object.keys(failure.fields).length > 0 ? null : failure.message);
    } catch {
      fail(form, {}, "The server did not answer. What you typed is still here: try again in a moment.");
    } finally {
      setPending(false);
    }
  }

  return { errors: state.fields, message: state.message, isPending, onSubmit };
}
