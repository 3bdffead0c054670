import type { Code } from "@bnnkit/core";
import { packFloatLanes } from "@bnnkit/kernels";
import { type NamedTerm, namedTerms } from "@bnnkit/model";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import { emitSum } from "../lower/add.ts";
import type { Rows, Value } from "../value.ts";
import { floatTables } from "./float-tables.ts";
import type { Product } from "./product.ts";
import { placeSparse } from "./sparse-operands.ts";
import { areBitsOfRows, placeLanes, productGroups } from "./term-lanes.ts";

/** Whether weights are sums of bits with scales of their rows, and of bytes where few are marked, so that they need not become floats. */
export function areTermSums(weights: Code): boolean {
  const terms = namedTerms({ tensor: "", code: weights });
  const hasScales = weights.some(({ scale, offset }) => scale === "row" || offset === "row");
  return (
    hasScales && terms.some(areBitsOfRows) && terms.every((t) => areBitsOfRows(t) || isSparse(t))
  );
}

function isSparse({ term: { digit, slices = 1, sparse } }: NamedTerm): boolean {
  return digit === "uint8" && slices === 1 && sparse !== undefined && "weights" in sparse;
}

/** Floats times a sum of terms: of bits by tables of the floats, which all products of a value share; of offsets by the sum of a row; of
 *  marked bytes one by one. */
export function sumTerms(product: Product, emitter: Emitter): Value {
  const { node, size } = product;
  const terms = namedTerms(node.weights);
  const groups = productGroups(terms.filter(areBitsOfRows), emitter.weights);
  const sums = new TermSum(product, emitter);
  const offsets = terms.filter((t) => areBitsOfRows(t) && (t.term.offset ?? 0) !== 0);
  for (const term of offsets) sums.addOffsets(term);
  for (const group of groups) sums.addLanes(group);
  for (const term of terms.filter(isSparse)) sums.addSparse(term);
  return sums.finish(size.outFeatures);
}

/** The sum so far. */
class TermSum {
  readonly #product: Product;
  readonly #emitter: Emitter;
  readonly #x: Rows;
  #sum: FloatValue | undefined;
  #count = 0;

  constructor(product: Product, emitter: Emitter) {
    this.#product = product;
    this.#emitter = emitter;
    this.#x = rowsAs(product.x, "floats");
  }

  /** `offset[n]·Σ x` */
  addOffsets({ prefix, term: { offset = 0 } }: NamedTerm): void {
    const { node, size, x } = this.#product;
    const { weights: memory } = this.#emitter;
    const { inFeatures, outFeatures } = size;
    const one = { ...x.type, features: 1 };
    const total = this.#emitter.rows(`${node.name} sum of a row`, one, 4);
    const ones = memory.place(`${inFeatures} ones in lanes`, () =>
      packFloatLanes(new Float32Array(inFeatures).fill(1), 1, inFeatures),
    );
    const numbers = (): Float32Array =>
      offset === "row"
        ? memory.tensor(`${prefix}.offsets`, "F32").data
        : new Float32Array(outFeatures).fill(offset);
    const lanes = memory.place(`${prefix}.offsets in lanes`, () =>
      packFloatLanes(numbers(), outFeatures, 1),
    );
    this.#emitter.emit({
      ...{ node: node.name, reads: [this.#x], writes: [total] },
      emit: (tape, at) =>
        tape.gemmFloat32({
          ...{ x: at.offset(this.#x), weights: ones, rows: at.rows(total.space) },
          ...{ outFeatures: 1, inFeatures, out: at.offset(total) },
        }),
    });
    const bias = this.#bias();
    const out = this.#part();
    this.#emitter.emit({
      ...{ node: node.name, reads: [total], writes: [out.floats] },
      emit: (tape, at) =>
        tape.gemmFloat32({
          ...{ x: at.offset(total), weights: lanes, rows: at.rows(out.space) },
          ...{ outFeatures, inFeatures: 1, bias, out: at.offset(out.floats) },
        }),
    });
    this.#add(out);
  }

  addLanes(group: readonly NamedTerm[]): void {
    const { node, size } = this.#product;
    const lanes = placeLanes(group, size, this.#emitter.weights);
    const tables = floatTables(this.#x, this.#product, this.#emitter);
    const bias = this.#bias();
    const out = this.#part();
    this.#emitter.emit({
      ...{ node: node.name, reads: [tables], writes: [out.floats] },
      emit: (tape, at) =>
        tape.tableGemmFloat32({
          ...{ ...size, ...lanes, tables: at.offset(tables), rows: at.rows(out.space) },
          ...{ bias, out: at.offset(out.floats) },
        }),
    });
    this.#add(out);
  }

  addSparse(term: NamedTerm): void {
    const { node, size } = this.#product;
    const operands = placeSparse(term, size, this.#emitter.weights);
    const addend = this.#sum?.floats;
    const out = this.#part();
    this.#emitter.emit({
      ...{ node: node.name, reads: [this.#x, ...(addend ? [addend] : [])], writes: [out.floats] },
      inPlace: addend ? [addend] : [],
      emit: (tape, at) =>
        tape.sparseGemm({
          ...{ ...size, ...operands, x: at.offset(this.#x), rows: at.rows(out.space) },
          ...{ addend: addend ? at.offset(addend) : 0, out: at.offset(out.floats) },
        }),
    });
    this.#sum = out;
  }

  finish(features: number): Value {
    if (this.#sum !== undefined) return this.#sum;
    throw new RangeError(`lowerGraph: weights of ${features} rows must have a term`);
  }

  /** The bias, for the first part alone. */
  #bias(): number {
    const { name, bias } = this.#product.node;
    return bias && this.#sum === undefined ? this.#emitter.weights.floats(`${name}.bias`) : 0;
  }

  #part(): FloatValue {
    const { node, output } = this.#product;
    return this.#emitter.floats(`${node.name} part ${this.#count++}`, output);
  }

  #add(part: FloatValue): void {
    if (this.#sum === undefined) {
      this.#sum = part;
      return;
    }
    const { name } = this.#product.node;
    const out = this.#part();
    emitSum(this.#emitter, name, [this.#sum.floats, part.floats], out);
    this.#sum = out;
  }
}
