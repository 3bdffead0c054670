import type { Point, Strokes } from "./strokes.ts";

const side = 280;

/** A canvas that is drawn on with a pen, a finger or a mouse. */
export class DrawingPad {
  readonly canvas: HTMLCanvasElement = document.createElement("canvas");
  readonly #onStroke: () => void;
  #strokes: Point[][] = [];
  #pointer: number | undefined;

  /** @param onStroke  called after each line, and when all is wiped out */
  constructor(onStroke: () => void) {
    this.#onStroke = onStroke;
    this.canvas.width = side;
    this.canvas.height = side;
    this.canvas.className = "pad";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "Draw a digit here, or take a written one below");
    this.canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.#go(event));
    for (const end of ["pointerup", "pointercancel"] as const)
      this.canvas.addEventListener(end, (event) => this.#end(event));
    this.#paint();
  }

  /** In pixels of the canvas. */
  get strokes(): Strokes {
    return this.#strokes;
  }

  /** Shows strokes of a unit square instead of those drawn. */
  write(strokes: Strokes): void {
    const margin = 0.15;
    const place = (share: number): number => (margin + (1 - 2 * margin) * share) * side;
    this.#strokes = strokes.map((stroke) => stroke.map(([x, y]): Point => [place(x), place(y)]));
    this.#paint();
    this.#onStroke();
  }

  clear(): void {
    this.#strokes = [];
    this.#paint();
    this.#onStroke();
  }

  #begin(event: PointerEvent): void {
    if (this.#pointer !== undefined) return;
    this.#pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.#strokes.push([this.#placeOf(event)]);
    this.#paint();
  }

  #go(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#strokes.at(-1)?.push(this.#placeOf(event));
    this.#paint();
  }

  #end(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = undefined;
    this.#onStroke();
  }

  #placeOf({ offsetX, offsetY }: PointerEvent): Point {
    const { clientWidth, clientHeight } = this.canvas;
    return [(offsetX / clientWidth) * side, (offsetY / clientHeight) * side];
  }

  #paint(): void {
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    context.fillStyle = "#000";
    context.fillRect(0, 0, side, side);
    context.strokeStyle = "#fff";
    context.lineWidth = 16;
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const [i, [x, y]] of stroke.entries()) {
        if (i === 0) context.moveTo(x, y);
        context.lineTo(x, y);
      }
      context.stroke();
    }
  }
}
