/** MPEG-1 layer II has no other rates, and MPEG-2's at low sample rates has these. */
const rates = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const lowRates = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** The rate that layer II has nearest to the wanted one, in kbit/s. */
export function nearestMp2Rate(wanted: number, sampleRate: number): number {
  const known = sampleRate < 32_000 ? lowRates : rates;
  return known.reduce((best, rate) => (Math.abs(rate - wanted) < Math.abs(best - wanted) ? rate : best));
}
