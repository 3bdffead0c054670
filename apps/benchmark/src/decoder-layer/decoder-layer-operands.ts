import { randomCodes, randomTernary } from "../random-integers.ts";
import { type DecoderLayerShape, type MatrixName, matrixSizes } from "./decoder-layer-shape.ts";

/** Weights −1, 0 and 1 times a scale: `[n, k]`. */
export interface TernaryMatrix {
  readonly n: number;
  readonly k: number;
  readonly digits: Int8Array;
  readonly scale: number;
}

/** A decoder layer of the architecture of BitNet b1.58, between the embedding and the scores of a few words, and the token that it
 *  reads. It is the first of a text: nothing turns its positions, and it attends to itself. */
export interface DecoderLayerOperands {
  readonly shape: DecoderLayerShape;
  readonly matrices: Readonly<Record<MatrixName, TernaryMatrix>>;
  /** `[words, features]`, of embedding and scores. */
  readonly table: Float32Array;
  readonly token: number;
}

/** Added to the mean square in each norm. */
export const normEpsilon = 1e-5;

/** Random operands, with weights of about unit gain; the same shape gives the same ones. */
export function createDecoderLayerOperands(shape: DecoderLayerShape): DecoderLayerOperands {
  const sizes = matrixSizes(shape);
  const matrix = (name: MatrixName, seed: number): TernaryMatrix => {
    const [n, k] = sizes[name];
    return { n, k, digits: randomTernary(n * k, seed), scale: Math.fround(Math.sqrt(1.5 / k)) };
  };
  const codes = randomCodes(shape.words * shape.features, 9);
  return {
    shape,
    matrices: {
      ...{ q: matrix("q", 1), k: matrix("k", 2), v: matrix("v", 3), o: matrix("o", 4) },
      ...{ gate: matrix("gate", 5), up: matrix("up", 6), down: matrix("down", 7) },
    },
    table: Float32Array.from(codes, (code) => code / 128),
    token: 1,
  };
}
