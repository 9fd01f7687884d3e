import type { RawImage } from "./images.ts";

/** Lowest and highest sample of each of many equal parts; parts are joined in pairs as the sound turns out longer. */
export class Peaks {
  #lows = new Int16Array(mostParts);
  #highs = new Int16Array(mostParts);
  #parts = 0;
  #samplesOfPart = 1;
  #inPart = 0;
  #total = 0;

  get sampleCount(): number {
    return this.#total;
  }

  take(samples: Int16Array): void {
    for (let at = 0; at < samples.length; at++) {
      const sample = samples[at] as number;
      if (this.#inPart === 0) this.#begin(sample);
      else this.#widen(sample);
      this.#inPart++;
      if (this.#inPart === this.#samplesOfPart) this.#inPart = 0;
    }
    this.#total += samples.length;
  }

  /** What of 1 lies below and above the middle, for each of `columns` equal parts of the whole. */
  spread(columns: number): { low: number; high: number }[] {
    return Array.from({ length: columns }, (_unused, column) => {
      const from = Math.floor((column * this.#parts) / columns);
      const to = Math.max(from + 1, Math.floor(((column + 1) * this.#parts) / columns));
      let [low, high] = [0, 0];
      for (let part = from; part < Math.min(to, this.#parts); part++) {
        low = Math.min(low, this.#lows[part] as number);
        high = Math.max(high, this.#highs[part] as number);
      }
      return { low: low / 32_768, high: high / 32_767 };
    });
  }

  #begin(sample: number): void {
    if (this.#parts === mostParts) this.#join();
    this.#lows[this.#parts] = sample;
    this.#highs[this.#parts] = sample;
    this.#parts++;
  }

  #widen(sample: number): void {
    const part = this.#parts - 1;
    if (sample < (this.#lows[part] as number)) this.#lows[part] = sample;
    if (sample > (this.#highs[part] as number)) this.#highs[part] = sample;
  }

  #join(): void {
    for (let pair = 0; pair < mostParts / 2; pair++) {
      this.#lows[pair] = Math.min(this.#lows[pair * 2] as number, this.#lows[pair * 2 + 1] as number);
      this.#highs[pair] = Math.max(this.#highs[pair * 2] as number, this.#highs[pair * 2 + 1] as number);
    }
    this.#parts = mostParts / 2;
    this.#samplesOfPart *= 2;
  }
}

/** Two megabytes, whatever the length; a picture has fewer columns than a thirtieth of it. */
const mostParts = 2 ** 19;

interface WaveformStyle {
  readonly width: number;
  readonly height: number;
  /** Rows left free above and below. */
  readonly margin: number;
  readonly fill: readonly [number, number, number];
  readonly background: readonly [number, number, number];
}

/** A column of pixels for each part, from its lowest sample to its highest; silence is a line. */
export function drawWaveform(
  peaks: Peaks,
  { width, height, margin, fill, background }: WaveformStyle,
): RawImage {
  const data = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(background, pixel * 3);
  const middle = (height - 1) / 2;
  const reach = Math.max(0, middle - margin);
  for (const [x, { low, high }] of peaks.spread(width).entries()) {
    const top = Math.round(middle - high * reach);
    const bottom = Math.round(middle - low * reach);
    for (let y = top; y <= bottom; y++) data.set(fill, (y * width + x) * 3);
  }
  return { data, channels: 3, width, height };
}

/** `#abc` or `#aabbcc`. */
export function parseColor(color: string): [number, number, number] {
  const digits = color.slice(1);
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}
