/** A pair of token ids with its count when it was pushed. */
export interface CountedPair {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** A binary heap with the most frequent pair on top; of equal counts the pair with the lower ids comes first. */
export class PairHeap {
  readonly #pairs: CountedPair[] = [];

  push(pair: CountedPair): void {
    const pairs = this.#pairs;
    let child = pairs.length;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!comesBefore(pair, pairs[parent])) break;
      pairs[child] = pairs[parent];
      child = parent;
    }
    pairs[child] = pair;
  }

  pop(): CountedPair | undefined {
    const pairs = this.#pairs;
    const top = pairs[0];
    const last = pairs.pop();
    if (last === undefined || pairs.length === 0) return top;
    let parent = 0;
    for (let child = 1; child < pairs.length; child = 2 * parent + 1) {
      if (child + 1 < pairs.length && comesBefore(pairs[child + 1], pairs[child])) child++;
      if (!comesBefore(pairs[child], last)) break;
      pairs[parent] = pairs[child];
      parent = child;
    }
    pairs[parent] = last;
    return top;
  }
}

function comesBefore(a: CountedPair, b: CountedPair): boolean {
  if (a.count !== b.count) return a.count > b.count;
  return a.left !== b.left ? a.left < b.left : a.right < b.right;
}
