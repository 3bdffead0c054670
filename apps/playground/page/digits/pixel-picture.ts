/** Writes the colour of a pixel: its red, green and blue, 0 … 255. */
export type PixelColour = (pixel: number) => readonly [red: number, green: number, blue: number];

/** A canvas of a pixel for each number, which the style sheet scales without smoothing. */
export class PixelPicture {
  readonly canvas: HTMLCanvasElement = document.createElement("canvas");

  constructor(label: string) {
    this.canvas.className = "pixels";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
  }

  paint(width: number, height: number, colourOf: PixelColour): void {
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d");
    if (context === null || width * height === 0) return;
    const image = context.createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++)
      image.data.set([...colourOf(pixel), 255], 4 * pixel);
    context.putImageData(image, 0, 0);
  }

  /** Bytes as shades of grey. */
  paintBytes(bytes: ArrayLike<number>, width: number): void {
    this.paint(width, bytes.length / width, (pixel) => {
      const shade = bytes[pixel] ?? 0;
      return [shade, shade, shade];
    });
  }
}
