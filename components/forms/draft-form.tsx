import type { ComponentProps } from "react";

export interface DraftFormProps extends Omit<ComponentProps<"form">, "onSubmit"> {
  draft: { save(): Promise<unknown> };
}

/** A form that saves its draft; the draft says what is wrong, not the browser. */
export function DraftForm({ draft, ...props }: DraftFormProps) {
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void draft.save();
      }}
      {...props}
    />
  );
}
