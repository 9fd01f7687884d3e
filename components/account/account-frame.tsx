import type { ReactNode } from "react";

/** The quiet page around signing in and setting up. */
export function AccountFrame(props: {
  title: string;
  lead: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-100 content-center gap-6 px-5 py-12">
      <p className="flex items-center gap-2.5 text-lg font-semibold">
        <Mark />
        Reelyard
      </p>
      <div className="grid gap-1.5">
        <h1 className="text-xl font-semibold text-balance">{props.title}</h1>
        <p className="text-base text-pretty text-soft-foreground">{props.lead}</p>
      </div>
      {props.children}
      {props.foot && <div className="text-xs text-pretty text-muted-foreground">{props.foot}</div>}
    </main>
  );
}

function Mark() {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 place-items-center rounded-md bg-primary [forced-color-adjust:none]"
    >
      <span className="size-2.5 rounded-full border-2 border-primary-foreground" />
    </span>
  );
}
