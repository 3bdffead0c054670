/** Multiply-accumulates by the arithmetic that does them. */
export interface MacCounts {
  /** float32; one-bit weights times float activations count here, although each is only an addition. */
  readonly floatMacs: number;
  /** One-bit times one-bit: XOR and popcount. */
  readonly binaryMacs: number;
  /** int8 times int8, summed in int32. */
  readonly int8Macs: number;
}

/** Work of a node: per row it computes, and on top of that per pair of a query and a key it sees. */
export interface NodeMacs {
  readonly perToken: MacCounts;
  readonly perTokenPair: MacCounts;
}

const none: MacCounts = { floatMacs: 0, binaryMacs: 0, int8Macs: 0 };

/** Of a node without matrix products. */
export const noMacs: NodeMacs = { perToken: none, perTokenPair: none };

/** So many of one arithmetic for each row. */
export function macsPerToken(arithmetic: keyof MacCounts, macs: number): NodeMacs {
  return { ...noMacs, perToken: { ...none, [arithmetic]: macs } };
}

/** So many of one arithmetic for each pair of a query and a key. */
export function macsPerTokenPair(arithmetic: keyof MacCounts, macs: number): NodeMacs {
  return { ...noMacs, perTokenPair: { ...none, [arithmetic]: macs } };
}

/** Sum of counts, field by field. */
export function addMacs(counts: readonly MacCounts[]): MacCounts {
  return counts.reduce(
    (sum, { floatMacs, binaryMacs, int8Macs }) => ({
      floatMacs: sum.floatMacs + floatMacs,
      binaryMacs: sum.binaryMacs + binaryMacs,
      int8Macs: sum.int8Macs + int8Macs,
    }),
    none,
  );
}
