/** The arena as the JavaScript kernels see it: one view per element type over the whole buffer. */
export interface Words {
  readonly int8: Int8Array<ArrayBuffer>;
  readonly int32: Int32Array<ArrayBuffer>;
  readonly float32: Float32Array<ArrayBuffer>;
}

export function words(buffer: ArrayBuffer): Words {
  return {
    int8: new Int8Array(buffer),
    int32: new Int32Array(buffer),
    float32: new Float32Array(buffer),
  };
}

const doubles = new Float64Array(1);
const doubleBits = new Int32Array(doubles.buffer);

/** The operands of one instruction, from its second word on: int32 words, read as what they mean. */
export class Operands {
  readonly words: Words;
  #at = 0;

  constructor(words: Words) {
    this.words = words;
  }

  /** Moves to the instruction whose operands start at word `at`. */
  moveTo(at: number): void {
    this.#at = at;
  }

  integer(index: number): number {
    return this.words.int32[this.#at + index];
  }

  /** A byte offset, as an index of 32-bit words. */
  word(index: number): number {
    return this.words.int32[this.#at + index] >>> 2;
  }

  /** A byte offset, as an index of bytes. */
  byte(index: number): number {
    return this.words.int32[this.#at + index] >>> 0;
  }

  float(index: number): number {
    return this.words.float32[this.#at + index];
  }

  /** A float64 in two operands, the low word first. */
  double(index: number): number {
    doubleBits[0] = this.integer(index);
    doubleBits[1] = this.integer(index + 1);
    return doubles[0];
  }

  /** The int32 that the operand points at. */
  cell(index: number): number {
    return this.words.int32[this.word(index)];
  }
}
