import { type ReactNode, useId } from "react";

/** One subject on a settings page: what it is at the left, its controls at the right. */
export function SettingsSection(props: { title: string; lead?: ReactNode; children: ReactNode }) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className="grid gap-4 border-b py-8 first:pt-2 last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)] md:gap-10"
    >
      <div className="grid content-start gap-1">
        <h2 id={headingId} className="text-base font-semibold">
          {props.title}
        </h2>
        {props.lead && <div className="text-sm text-pretty text-muted-foreground">{props.lead}</div>}
      </div>
      <div className="min-w-0">{props.children}</div>
    </section>
  );
}
