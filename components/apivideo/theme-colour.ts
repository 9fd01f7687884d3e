/** A colour as a browser's colour field has it, and how much of it covers what lies below. */
export interface ThemeColourValue {
  readonly hex: string;
  readonly opacityPercent: number;
}

/** `rgba(88, 131, 255, .95)`, as the service writes colours. White for what is none. */
export function parseColour(text: string): ThemeColourValue {
  const found = /^rgba\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*([\d.]+)\s*\)$/.exec(text);
  if (!found) return { hex: "#ffffff", opacityPercent: 100 };
  const [, ...parts] = found.map(Number);
  const [red = 255, green = 255, blue = 255, opacity = 1] = parts;
  const hex = [red, green, blue].map((part) => Math.min(255, part).toString(16).padStart(2, "0")).join("");
  return { hex: `#${hex}`, opacityPercent: Math.round(Math.min(1, opacity) * 100) };
}

export function formatColour({ hex, opacityPercent }: ThemeColourValue): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) || 0);
  const opacity = Math.min(100, Math.max(0, Math.round(opacityPercent))) / 100;
  return `rgba(${parts.join(", ")}, ${opacity})`;
}
