"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { useDeletion } from "./delete-files.tsx";

/** Deletes what is older than some days, of some days, or at some addresses. */
export function StorageCleanup({ connectionId }: { connectionId: string }) {
  const { ask, dialog, isPending } = useDeletion(connectionId);
  const [age, setAge] = useState("30");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [list, setList] = useState("");
  const urls = list.split(/\s+/).filter((line) => line !== "");
  const isUrls = urls.length > 0 && urls.length <= 1_000 && urls.every((url) => /^https?:\/\//.test(url));
  const days = Number(age);
  const isAge = age.trim() !== "" && days >= 0 && days <= 36_500;
  const isDates = (from !== "" || to !== "") && (from === "" || to === "" || from <= to);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Clean up</CardTitle>
      </CardHeader>
      <div className="grid gap-4">
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isAge) ask({ by: "age", days });
          }}
        >
          <Field label="Older than, in days" className="w-40">
            <Input
              inputMode="decimal"
              value={age}
              onChange={(event) => setAge(event.target.value)}
              aria-invalid={!isAge}
            />
          </Field>
          <Button type="submit" variant="outline" className="h-9" disabled={!isAge} pending={isPending}>
            See what goes
          </Button>
        </form>
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isDates) ask({ by: "date", ...(from && { from }), ...(to && { to }) });
          }}
        >
          <Field label="First day (UTC)" className="w-40">
            <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field label="Last day (UTC)" className="w-40">
            <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
          <Button type="submit" variant="outline" className="h-9" disabled={!isDates} pending={isPending}>
            See what goes
          </Button>
        </form>
        <form
          className="grid gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (isUrls) ask({ by: "url", urls });
          }}
        >
          <Field label="At these addresses" help="One on each line, up to 1,000.">
            <Textarea
              rows={3}
              spellCheck={false}
              className="font-mono text-xs"
              value={list}
              onChange={(event) => setList(event.target.value)}
            />
          </Field>
          <Button
            type="submit"
            variant="outline"
            className="h-9 justify-self-start"
            disabled={!isUrls}
            pending={isPending}
          >
            See what goes
          </Button>
        </form>
      </div>
      {dialog}
    </Card>
  );
}
