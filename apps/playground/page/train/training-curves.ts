import type { Point } from "../chart/chart.ts";
import type { KernelBits, KernelProgress, TrainingProgress } from "./training-messages.ts";

/** What a training has told so far. */
export class TrainingCurves {
  step = 0;
  steps = 0;
  seconds = 0;
  readonly losses: Point[] = [];
  readonly accuracies: Point[] = [];
  /** Of each layer. */
  readonly flips: Map<string, Point[]> = new Map();
  kernels: readonly KernelProgress[] = [];
  bits: KernelBits | undefined;
  /** The digits at the measurement before. */
  earlierBits: KernelBits | undefined;

  add({ step, steps, seconds, losses, accuracy, kernels, bits }: TrainingProgress): void {
    const first = step - losses.length + 1;
    this.losses.push(...losses.map((loss, i): Point => [first + i, loss]));
    if (accuracy !== undefined) this.accuracies.push([step, accuracy]);
    for (const { layer, flipRatio } of kernels) {
      const points = this.flips.get(layer) ?? [];
      points.push([step, flipRatio]);
      this.flips.set(layer, points);
    }
    Object.assign(this, { step, steps, seconds, kernels });
    this.earlierBits = this.bits;
    this.bits = bits;
  }
}
