/** A ref for the control that a page is about: focused once, when it appears. */
export function focusFirst(element: HTMLInputElement | null): void {
  element?.focus({ preventScroll: true });
}
