/**
 * What Python's `repr` writes of lists, dictionaries, text, numbers, `True`, `False` and `None`: its SDK puts
 * arguments that are not text into a form this way. Undefined for anything else.
 */
export function parsePythonLiteral(text: string): unknown {
  const reader = new LiteralReader(text);
  try {
    return reader.readAll();
  } catch (error) {
    if (error instanceof NotALiteral) return undefined;
    throw error;
  }
}

class NotALiteral extends Error {}

const deepest = 20;
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  "\\": "\\",
  "'": "'",
  '"': '"',
};
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): unknown {
    const value = this.#readValue(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw new NotALiteral();
    return value;
  }

  #readValue(depth: number): unknown {
    if (depth > deepest) throw new NotALiteral();
    this.#skipSpace();
    const sign = this.#text[this.#at];
    if (sign === "[") return this.#readItems("]", depth);
    if (sign === "(") return this.#readItems(")", depth);
    if (sign === "{") return this.#readEntries(depth);
    if (sign === "'" || sign === '"') return this.#readText(sign);
    return this.#readWord();
  }

  #readItems(end: string, depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at++;
    while (!this.#take(end)) {
      items.push(this.#readValue(depth + 1));
      if (this.#take(",")) continue;
      if (!this.#take(end)) throw new NotALiteral();
      break;
    }
    return items;
  }

  #readEntries(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.#at++;
    while (!this.#take("}")) {
      const key = this.#readValue(depth + 1);
      if (typeof key === "object" || !this.#take(":")) throw new NotALiteral();
      entries.push([String(key), this.#readValue(depth + 1)]);
      if (this.#take(",")) continue;
      if (!this.#take("}")) throw new NotALiteral();
      break;
    }
    return Object.fromEntries(entries);
  }

  #readText(quote: string): string {
    let text = "";
    for (this.#at++; ; this.#at++) {
      const sign = this.#text[this.#at];
      if (sign === undefined) throw new NotALiteral();
      if (sign === quote) break;
      text += sign === "\\" ? this.#readEscape() : sign;
    }
    this.#at++;
    return text;
  }

  #readEscape(): string {
    const sign = this.#text[++this.#at] ?? "";
    const digits = { x: 2, u: 4, U: 8 }[sign];
    if (digits === undefined) {
      const plain = escapes[sign];
      if (plain === undefined) throw new NotALiteral();
      return plain;
    }
    const code = this.#text.slice(this.#at + 1, this.#at + 1 + digits);
    if (!/^[0-9a-fA-F]+$/.test(code) || Number.parseInt(code, 16) > 0x10ffff) throw new NotALiteral();
    this.#at += digits;
    return String.fromCodePoint(Number.parseInt(code, 16));
  }

  #readWord(): unknown {
    const word = /^[\w.+-]+/.exec(this.#text.slice(this.#at, this.#at + 40))?.[0] ?? "";
    this.#at += word.length;
    if (words.has(word)) return words.get(word);
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(word)) return Number(word);
    throw new NotALiteral();
  }

  #take(sign: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }
}
