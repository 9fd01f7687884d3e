import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin.js";

/**
 * The look's tokens. Two themes of the same variables; classes name the variables, never a colour.
 * Neutrals: OKLCH, hue 260, twelve steps. 1 ground · 2 surface beside it · 3 hovered · 4 pressed ·
 * 5 fill · 6 line · 7 strong line · 8 line of controls · 9 shapes · 10 faint text (AA on 1–4) · 11 soft text · 12 ink.
 */
const neutral = (lightness: readonly number[], chroma: readonly number[]) =>
  Object.fromEntries(
    lightness.map((value, step) => [`--gray-${step + 1}`, `oklch(${value} ${chroma[step] ?? 0} 260)`]),
  );

const light = {
  ...neutral(
    [0.985, 0.972, 0.952, 0.932, 0.912, 0.89, 0.85, 0.66, 0.62, 0.51, 0.4, 0.2],
    [0.002, 0.003, 0.004, 0.005, 0.006, 0.006, 0.008, 0.01, 0.012, 0.012, 0.012, 0.01],
  ),
  "--surface": "oklch(1 0 0)",
  "--selected": "oklch(0.56 0.2 277)",
  "--selected-soft": "oklch(0.955 0.02 277)",
  "--queued": "oklch(0.62 0.012 260)",
  "--working": "oklch(0.57 0.15 245)",
  "--working-text": "oklch(0.5 0.14 248)",
  "--ready": "oklch(0.6 0.15 152)",
  "--ready-text": "oklch(0.49 0.12 152)",
  "--failed": "oklch(0.56 0.2 25)",
  "--failed-text": "oklch(0.5 0.19 26)",
  "--failed-soft": "oklch(0.968 0.014 22)",
  "--degraded": "oklch(0.68 0.15 70)",
  "--degraded-text": "oklch(0.5 0.11 65)",
  "--float-shadow": "0 1px 2px oklch(0.2 0.01 260 / 0.06), 0 12px 32px -8px oklch(0.2 0.01 260 / 0.22)",
  "--veil": "oklch(0.2 0.01 260 / 0.35)",
};

const dark = {
  ...neutral(
    [0.17, 0.2, 0.232, 0.262, 0.29, 0.3, 0.345, 0.5, 0.56, 0.7, 0.8, 0.955],
    [0.008, 0.008, 0.009, 0.01, 0.01, 0.011, 0.012, 0.012, 0.012, 0.012, 0.01, 0.004],
  ),
  "--surface": "oklch(0.197 0.008 260)",
  "--selected": "oklch(0.7 0.155 281)",
  "--selected-soft": "oklch(0.275 0.055 279)",
  "--queued": "oklch(0.6 0.012 260)",
  "--working": "oklch(0.7 0.13 245)",
  "--working-text": "oklch(0.76 0.11 245)",
  "--ready": "oklch(0.73 0.15 155)",
  "--ready-text": "oklch(0.78 0.14 155)",
  "--failed": "oklch(0.67 0.19 24)",
  "--failed-text": "oklch(0.74 0.15 24)",
  "--failed-soft": "oklch(0.24 0.035 22)",
  "--degraded": "oklch(0.79 0.14 75)",
  "--degraded-text": "oklch(0.82 0.12 78)",
  "--float-shadow": "0 1px 2px oklch(0 0 0 / 0.4), 0 16px 40px -8px oklch(0 0 0 / 0.6)",
  "--veil": "oklch(0.1 0.006 260 / 0.6)",
};

const gray = Object.fromEntries(
  Array.from({ length: 12 }, (_, step) => [String(step + 1), `var(--gray-${step + 1})`]),
);

export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  darkMode: ["selector", ".dark"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      inherit: "inherit",
      white: "oklch(1 0 0)",
      black: "oklch(0 0 0)",
      gray,
      background: "var(--gray-1)",
      foreground: "var(--gray-12)",
      "soft-foreground": "var(--gray-11)",
      muted: { DEFAULT: "var(--gray-3)", foreground: "var(--gray-10)" },
      accent: { DEFAULT: "var(--gray-3)", foreground: "var(--gray-12)" },
      card: { DEFAULT: "var(--surface)", foreground: "var(--gray-12)" },
      popover: { DEFAULT: "var(--surface)", foreground: "var(--gray-12)" },
      primary: { DEFAULT: "var(--gray-12)", foreground: "var(--gray-1)" },
      secondary: { DEFAULT: "var(--gray-3)", foreground: "var(--gray-12)" },
      destructive: { DEFAULT: "var(--failed)", foreground: "oklch(1 0 0)" },
      border: { DEFAULT: "var(--gray-6)", strong: "var(--gray-7)" },
      input: "var(--gray-7)",
      ring: "var(--selected)",
      selected: { DEFAULT: "var(--selected)", soft: "var(--selected-soft)" },
      queued: "var(--queued)",
      working: { DEFAULT: "var(--working)", text: "var(--working-text)" },
      ready: { DEFAULT: "var(--ready)", text: "var(--ready-text)" },
      failed: { DEFAULT: "var(--failed)", text: "var(--failed-text)", soft: "var(--failed-soft)" },
      degraded: { DEFAULT: "var(--degraded)", text: "var(--degraded-text)" },
      veil: "var(--veil)",
    },
    fontSize: {
      xs: ["0.75rem", { lineHeight: "1rem" }],
      sm: ["0.8125rem", { lineHeight: "1.25rem" }],
      base: ["0.875rem", { lineHeight: "1.25rem" }],
      lg: ["1rem", { lineHeight: "1.5rem" }],
      xl: ["1.25rem", { lineHeight: "1.75rem" }],
      "2xl": ["1.75rem", { lineHeight: "2.25rem" }],
    },
    fontFamily: {
      sans: ["Inter Variable", "system-ui", "sans-serif"],
      mono: ["JetBrains Mono Variable", "ui-monospace", "monospace"],
    },
    /** 6 for controls, 10 for surfaces; 4 for marks that sit inside a control or on a picture. */
    borderRadius: { none: "0", sm: "4px", DEFAULT: "6px", md: "6px", lg: "10px", full: "9999px" },
    boxShadow: { none: "none", float: "var(--float-shadow)" },
    extend: {
      transitionDuration: { DEFAULT: "140ms" },
      transitionTimingFunction: { DEFAULT: "cubic-bezier(0.2, 0, 0, 1)" },
      keyframes: {
        "fade-in": { from: { opacity: "0" } },
        "fade-out": { to: { opacity: "0" } },
        "rise-in": { from: { opacity: "0", transform: "translateY(4px)" } },
        "grow-in": { from: { opacity: "0", transform: "scale(0.98)" } },
        "slide-in-end": { from: { transform: "translateX(16px)", opacity: "0" } },
        "slide-in-bottom": { from: { transform: "translateY(24px)", opacity: "0" } },
      },
      animation: {
        "fade-in": "fade-in 140ms ease-out",
        "fade-out": "fade-out 120ms ease-out forwards",
        "rise-in": "rise-in 140ms ease-out",
        "grow-in": "grow-in 140ms ease-out",
        "slide-in-end": "slide-in-end 160ms ease-out",
        "slide-in-bottom": "slide-in-bottom 160ms ease-out",
        /** Loading shapes show only when there is something to wait for. */
        "appear-late": "fade-in 120ms 150ms ease-out both",
      },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({ ":root": light, ".dark": dark });
    }),
  ],
} satisfies Config;
