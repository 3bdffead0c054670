import {
  type BipolarMatrix,
  packBipolar,
  packUnipolar,
  type UnipolarMatrix,
  unpackBipolar,
} from "@bnnkit/core";
import { seededRandom } from "../random.ts";
import { type DotTrace, type ThresholdTrace, traceDot, traceThreshold } from "./dot-trace.ts";

/** What the numbers of the input are. */
export type InputKind = "bipolar" | "unipolar";

/** An input, a few rows of weights, and the row that is looked at. */
export class BitsState {
  readonly rows = 6;
  kind: InputKind = "bipolar";
  inputs = 40;
  row = 0;
  scale = 0.5;
  bias = 1.5;
  #seed = 1;
  #signs: number[] = [];
  #weights: BipolarMatrix;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#weights = this.#draw();
  }

  get weights(): BipolarMatrix {
    return this.#weights;
  }

  /** The input, packed. */
  get packed(): BipolarMatrix | UnipolarMatrix {
    const values = Array.from({ length: this.inputs }, (_, column) => this.numberAt(column));
    const pack = this.kind === "bipolar" ? packBipolar : packUnipolar;
    return pack(values, 1, this.inputs);
  }

  get trace(): DotTrace {
    return this.traceOf(this.row);
  }

  get comparison(): ThresholdTrace {
    return this.comparisonOf(this.row);
  }

  traceOf(row: number): DotTrace {
    return traceDot(this.packed, this.#weights, row);
  }

  comparisonOf(row: number): ThresholdTrace {
    const { scale, bias, inputs } = this;
    return traceThreshold(this.traceOf(row).dot, { scale, bias, inputs });
  }

  /** A number of the input: −1 or +1, or 0 or 1. */
  numberAt(column: number): number {
    const isNegative = this.#signs[column] === -1;
    if (this.kind === "bipolar") return isNegative ? -1 : 1;
    return isNegative ? 1 : 0;
  }

  weightAt(row: number, column: number): number {
    return unpackBipolar(this.#weights)[row * this.inputs + column] ?? 1;
  }

  setKind(kind: string): void {
    this.kind = kind === "unipolar" ? kind : "bipolar";
    this.#onChange();
  }

  setInputs(inputs: number): void {
    this.inputs = inputs;
    this.#weights = this.#draw();
    this.#onChange();
  }

  setScale(scale: number): void {
    this.scale = scale;
    this.#onChange();
  }

  setBias(bias: number): void {
    this.bias = bias;
    this.#onChange();
  }

  look(row: number): void {
    this.row = row;
    this.#onChange();
  }

  toggle(column: number): void {
    this.#signs[column] = this.#signs[column] === -1 ? 1 : -1;
    this.#onChange();
  }

  redraw(): void {
    this.#seed++;
    this.#weights = this.#draw();
    this.#onChange();
  }

  #draw(): BipolarMatrix {
    const random = seededRandom(this.#seed);
    const sign = (): number => (random() < 0.5 ? -1 : 1);
    this.#signs = Array.from({ length: this.inputs }, sign);
    const weights = Array.from({ length: this.rows * this.inputs }, sign);
    return packBipolar(weights, this.rows, this.inputs);
  }
}
