/** A ref for the control that a page is about: focused once, when it appears, unless somebody types in another by then. */
export function focusFirst(element: HTMLInputElement | null): void {
  if (document.activeElement instanceof HTMLInputElement) return;
  element?.focus({ preventScroll: true });
}
