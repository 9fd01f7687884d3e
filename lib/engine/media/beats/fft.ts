/** Power spectra of real signals of one length, a power of two. Holds its tables and buffers: not to be shared. */
export class PowerSpectrum {
  readonly #size: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #reversed: Uint32Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#cosines = Float64Array.from({ length: size / 2 }, (_unused, k) =>
      Math.cos((2 * Math.PI * k) / size),
    );
    this.#sines = Float64Array.from(
      { length: size / 2 },
      (_unused, k) => -Math.sin((2 * Math.PI * k) / size),
    );
    const bits = Math.log2(size);
    this.#reversed = Uint32Array.from({ length: size }, (_unused, index) => {
      let reversed = 0;
      for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit);
      return reversed;
    });
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** Writes `size / 2` powers. `signal` begins at `start`, each value times its weight of the window. */
  compute(signal: Float32Array, start: number, window: Float64Array, powers: Float64Array): void {
    // Plain names: private fields and destructuring cost ten times the arithmetic in loops this tight.
    const size = this.#size;
    const real = this.#real;
    const imaginary = this.#imaginary;
    const reversed = this.#reversed;
    for (let at = 0; at < size; at++) {
      real[reversed[at] as number] = (signal[start + at] as number) * (window[at] as number);
    }
    imaginary.fill(0);
    for (let half = 1; half < size; half *= 2) {
      combine(real, imaginary, this.#cosines, this.#sines, half);
    }
    for (let at = 0; at < size / 2; at++) {
      const re = real[at] as number;
      const im = imaginary[at] as number;
      powers[at] = re * re + im * im;
    }
  }
}

function combine(
  real: Float64Array,
  imaginary: Float64Array,
  cosines: Float64Array,
  sines: Float64Array,
  half: number,
): void {
  const size = real.length;
  const stride = size / (half * 2);
  for (let k = 0; k < half; k++) {
    const cos = cosines[k * stride] as number;
    const sin = sines[k * stride] as number;
    for (let a = k; a < size; a += half * 2) {
      const b = a + half;
      const reB = real[b] as number;
      const imB = imaginary[b] as number;
      const re = reB * cos - imB * sin;
      const im = reB * sin + imB * cos;
      const reA = real[a] as number;
      const imA = imaginary[a] as number;
      real[b] = reA - re;
      imaginary[b] = imA - im;
      real[a] = reA + re;
      imaginary[a] = imA + im;
    }
  }
}
