/** A colour as canvases of little-endian machines keep it, 0xAABBGGRR. */
export type PixelColour = number;

/** A shade of grey.
 *  @param shade  0 is black, 255 white */
export function grey(shade: number): PixelColour {
  return (0xff000000 | (shade << 16) | (shade << 8) | shade) >>> 0;
}

/** A canvas of a pixel for each number, which the style sheet scales without smoothing. */
export class PixelPicture {
  readonly canvas: HTMLCanvasElement = document.createElement("canvas");

  constructor(label: string) {
    this.canvas.className = "pixels";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
  }

  /** Paints line by line. */
  paint(width: number, height: number, colourOf: (x: number, y: number) => PixelColour): void {
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d");
    if (context === null || width * height === 0) return;
    const image = context.createImageData(width, height);
    const colours = new Uint32Array(image.data.buffer);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) colours[y * width + x] = colourOf(x, y);
    context.putImageData(image, 0, 0);
  }

  /** Bytes as shades of grey. */
  paintBytes(bytes: ArrayLike<number>, width: number): void {
    this.paint(width, bytes.length / width, (x, y) => grey(bytes[y * width + x] ?? 0));
  }
}
