import { cva, type VariantProps } from "class-variance-authority";
import { type ComponentProps, cloneElement, type HTMLAttributes, isValidElement } from "react";
import { cn } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap select-none transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        default: "bg-primary text-primary-foreground hover:bg-gray-11 forced-colors:border",
        outline:
          "border border-border-strong bg-card text-foreground hover:bg-gray-3 data-[state=open]:bg-gray-3",
        secondary: "bg-gray-3 text-foreground hover:bg-gray-4",
        ghost:
          "text-soft-foreground hover:bg-gray-3 hover:text-foreground data-[state=open]:bg-gray-3 data-[state=open]:text-foreground",
        destructive: "bg-failed text-white hover:opacity-90 dark:text-black forced-colors:border",
        link: "underline decoration-gray-8 underline-offset-4 hover:decoration-current",
      },
      size: {
        default: "h-8 px-3 text-sm",
        sm: "h-7 px-2 text-xs",
        lg: "h-10 px-4 text-base",
        icon: "size-8",
        "icon-sm": "size-7",
        inline: "h-auto p-0 text-[length:inherit]",
      },
    },
    defaultVariants: { variant: "default", size: "default" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonVariants> {
  /** Renders the child (a link) with the button's look. */
  asChild?: boolean;
  /** Shows a spinner and refuses further clicks without losing focus. */
  pending?: boolean;
}

export function Button({ className, variant, size, asChild, pending, children, ...props }: ButtonProps) {
  const look = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    if (!isValidElement<HTMLAttributes<HTMLElement>>(children)) return null;
    return cloneElement(children, {
      ...props,
      ...children.props,
      className: cn(look, children.props.className),
    });
  }
  return (
    <button
      type="button"
      className={look}
      {...props}
      {...(pending && {
        "aria-disabled": true,
        "aria-busy": true,
        onClick: (event) => event.preventDefault(),
      })}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}
