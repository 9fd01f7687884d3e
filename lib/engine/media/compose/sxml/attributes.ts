import type { Placement, Side, Timing } from "./movie.ts";
import type { XmlElement } from "./parse-xml.ts";
import type { Position, Problems } from "./problems.ts";

/** Longer than any film; a number beyond it is a mistake. */
const longestSeconds = 24 * 3600;

/**
 * Reads one element's attributes. What is malformed becomes a problem at its place, and so does, by `finish`, what
 * nobody asked for: an attribute that would change nothing must not look as if it did.
 */
export class Attributes {
  readonly element: XmlElement;
  readonly #problems: Problems;
  readonly #asked = new Set<string>();

  constructor(element: XmlElement, problems: Problems) {
    this.element = element;
    this.#problems = problems;
  }

  text(name: string): string | null {
    this.#asked.add(name);
    return this.element.attributes.get(name)?.value ?? null;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null || value === "") this.fault(name, `<${this.element.name}> needs ${name}="…"`);
    return value ?? "";
  }

  number(name: string, range: { min?: number; max?: number } = {}): number | null {
    const value = this.text(name);
    return value === null ? null : this.#toNumber(name, value, range);
  }

  seconds(name: string): number | null {
    return this.number(name, { min: 0, max: longestSeconds });
  }

  boolean(name: string): boolean | null {
    const value = this.text(name);
    if (value === null) return null;
    if (value === "true" || value === "false") return value === "true";
    this.fault(name, `${name} must be true or false`);
    return null;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const value = this.text(name);
    if (value === null) return null;
    const chosen = choices.find((choice) => choice === value);
    if (!chosen) {
      this.fault(
        name,
        `${name}="${shorten(value)}" of <${this.element.name}> is not rendered; one of ${choices.join(", ")} is`,
      );
    }
    return chosen ?? null;
  }

  /** As `#rrggbbaa`. */
  color(name: string): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const color = toColor(value);
    if (!color) this.fault(name, `${name} must be a colour, #rrggbb or #rrggbbaa`);
    return color ?? null;
  }

  /** Numbers parted by commas. */
  vector(name: string, length: number): number[] | null {
    const value = this.text(name);
    if (value === null) return null;
    const numbers = value.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
    if (numbers.length === length && numbers.every(Number.isFinite)) return numbers;
    this.fault(name, `${name} must be ${length} numbers parted by commas`);
    return null;
  }

  timing(): Timing {
    const both = this.seconds("margin-both");
    const duration = this.text("duration") === ".." ? ("parent" as const) : this.seconds("duration");
    const [marginStart, marginEnd] = [this.seconds("margin-start"), this.seconds("margin-end")];
    if (both === null) {
      if (typeof duration === "number" && marginStart !== null && marginEnd !== null) {
        this.fault("duration", "of duration, margin-start and margin-end at most two may be given");
      }
      return { duration, marginStart, marginEnd };
    }
    if (duration !== null || marginStart !== null || marginEnd !== null) {
      this.fault("margin-both", "margin-both excludes duration and the other margins");
    }
    return { duration: null, marginStart: both, marginEnd: both };
  }

  placement(): Placement {
    const side = (name: string) =>
      this.text(name) === "auto" ? null : this.number(name, { min: -10, max: 10 });
    return {
      top: side("top"),
      bottom: side("bottom"),
      left: side("left"),
      right: side("right"),
      width: side("width"),
      height: side("height"),
    };
  }

  side(name: string): Side | null {
    return this.choice(name, ["left", "right", "up", "down"]);
  }

  /** Pictures are drawn in document order: there is no depth in which one could hide another. */
  refuseDepth(): void {
    if (this.boolean("depthEnable")) this.refuse("depthEnable", "pictures are drawn in document order");
  }

  has(name: string): boolean {
    return this.element.attributes.has(name);
  }

  /** For an attribute that is rendered elsewhere, or with another value, and would change nothing here. */
  refuse(name: string, why: string): void {
    this.#asked.add(name);
    const given = this.element.attributes.get(name);
    if (given) this.fault(name, `${name}="${shorten(given.value)}" is not rendered: ${why}`);
  }

  fault(name: string, message: string): void {
    this.#problems.add(this.placeOf(name), message);
  }

  placeOf(name: string): Position {
    return this.element.attributes.get(name) ?? this.element;
  }

  /** Reports every attribute that nothing has asked for. */
  finish(): void {
    for (const name of this.element.attributes.keys()) {
      if (!this.#asked.has(name)) {
        this.fault(name, `the attribute ${name} of <${this.element.name}> is not rendered by this engine`);
      }
    }
  }

  #toNumber(name: string, text: string, { min = -1e9, max = 1e9 }: { min?: number; max?: number }) {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) {
      this.fault(name, `${name} must be a number, not "${shorten(text)}"`);
      return null;
    }
    if (value < min || value > max) {
      this.fault(name, `${name} must be between ${min} and ${max}`);
      return null;
    }
    return value;
  }
}

export function toColor(text: string): string | undefined {
  const [, digits = "", alpha = "ff"] = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text.trim()) ?? [];
  return digits === "" ? undefined : `#${digits}${alpha}`.toLowerCase();
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
