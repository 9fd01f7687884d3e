import { integer, text } from "./parameters.ts";
import { parameterFault } from "./task-kind.ts";

/** No picture format that the tasks write has longer sides. */
const longestSide = 16_384;
/** Of one result; its pixels lie in memory while it is made. */
const mostResultPixels = 64_000_000;

export const side = (description: string) =>
  integer({ minimum: 1, maximum: longestSide, unit: "pixels", description });

export const sideWithDefault = <const Default extends number>(value: Default, description: string) =>
  integer({ minimum: 1, maximum: longestSide, unit: "pixels", default: value, description });

export const pictureFormat = text({
  choices: ["jpeg", "png"],
  default: "jpeg",
  description: "Format of the picture that is made.",
});

export const wrap = integer({
  minimum: 1,
  maximum: 1_000,
  description: "Pictures in a row before the next row begins; all in one row when left out.",
});

/** Throws `TaskFault` for a result that is too large to be made. */
export function checkResultSize({ width, height }: { width: number; height: number }): void {
  const isTooLong = width > longestSide * 4 || height > longestSide * 4;
  if (width * height > mostResultPixels || isTooLong) {
    throw parameterFault("width", `the result would have ${width} × ${height} pixels, which is too many`);
  }
}
