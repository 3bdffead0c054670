import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { emitSum } from "../lower/add.ts";
import type { Rows, Value } from "../value.ts";
import type { Product } from "./product.ts";

/** A product whose parts are computed one by one and added up, the bias with the first. */
export class ProductSum {
  readonly product: Product;
  readonly emitter: Emitter;
  /** The left side. */
  readonly x: Rows;
  #sum: FloatValue | undefined;
  #count = 0;

  constructor(product: Product, emitter: Emitter) {
    this.product = product;
    this.emitter = emitter;
    this.x = rowsAs(product.x, "floats");
  }

  /** What there is so far; undefined before the first part. */
  get floats(): Rows | undefined {
    return this.#sum?.floats;
  }

  /** Where the bias stands, for the first part alone; else 0, none. */
  get bias(): number {
    const { name, bias } = this.product.node;
    return bias && this.#sum === undefined ? this.emitter.weights.floats(`${name}.bias`) : 0;
  }

  /** Rows for the next part. */
  part(): FloatValue {
    const { node, output } = this.product;
    return this.emitter.floats(`${node.name} part ${this.#count++}`, output);
  }

  /** Adds a part to what there is. */
  add(part: FloatValue): void {
    if (this.#sum === undefined) {
      this.#sum = part;
      return;
    }
    const out = this.part();
    emitSum(this.emitter, this.product.node.name, [this.#sum.floats, part.floats], out);
    this.#sum = out;
  }

  /** Goes on from a part that has taken up what there was. */
  replace(part: FloatValue): void {
    this.#sum = part;
  }

  finish(): Value {
    if (this.#sum !== undefined) return this.#sum;
    throw new RangeError(`lowerGraph: the weights of "${this.product.node.name}" must have a term`);
  }
}
