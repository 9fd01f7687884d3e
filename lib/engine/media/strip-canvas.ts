import { fitInside } from "./cell-size.ts";
import type { ImageSize, RawImage } from "./images.ts";

/** How cells lie in a strip: in rows of `wrap`, or all in one. */
export function layOut(count: number, cell: ImageSize, wrap: number | undefined) {
  const columns = Math.max(1, Math.min(count, wrap ?? count));
  const rows = Math.ceil(count / columns);
  return { columns, rows, width: columns * cell.width, height: rows * cell.height };
}

/** The picture that goes into a cell: all of the cell when cropped, else the largest that fits. */
export const sizeInCell = (source: ImageSize, cell: ImageSize, isCropped: boolean): ImageSize =>
  isCropped ? cell : fitInside(source, cell);

/** A strip that is filled cell by cell; what no picture covers is black, or see-through. */
export class StripCanvas {
  readonly image: RawImage;
  readonly #cell: ImageSize;
  readonly #columns: number;

  constructor(count: number, cell: ImageSize, options: { wrap: number | undefined; isOpaque: boolean }) {
    const { columns, width, height } = layOut(count, cell, options.wrap);
    const data = Buffer.alloc(width * height * 4);
    if (options.isOpaque) for (let at = 3; at < data.length; at += 4) data[at] = 255;
    this.image = { data, width, height, channels: 4 };
    this.#cell = cell;
    this.#columns = columns;
  }

  /** Centred in its cell. */
  place(index: number, picture: RawImage): void {
    const left = (index % this.#columns) * this.#cell.width + ((this.#cell.width - picture.width) >> 1);
    const top =
      Math.floor(index / this.#columns) * this.#cell.height + ((this.#cell.height - picture.height) >> 1);
    for (let row = 0; row < picture.height; row++) {
      copyRow(picture, row, this.image.data, ((top + row) * this.image.width + left) * 4);
    }
  }
}

function copyRow({ data, width, channels }: RawImage, row: number, target: Buffer, start: number): void {
  const from = row * width * channels;
  if (channels === 4) {
    data.copy(target, start, from, from + width * 4);
    return;
  }
  for (let pixel = 0; pixel < width; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      target[start + pixel * 4 + channel] = data[from + pixel * 3 + channel] ?? 0;
    }
    target[start + pixel * 4 + 3] = 255;
  }
}
