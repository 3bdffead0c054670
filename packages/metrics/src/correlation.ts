/** Pearson's correlation `Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²)`, −1 … 1; 0 where one of them is the same throughout.
 *  @throws RangeError for no pair, unequal lengths, and a value that is not finite, naming its index. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPairs("pearson", x, y);
  return correlation(x, y);
}

/** Spearman's correlation of ranks: Pearson's of the ranks of x and y, equal values sharing the mean of theirs.
 *  @throws as {@link pearson}. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPairs("spearman", x, y);
  return correlation(ranksOf(x), ranksOf(y));
}

function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [both, squaresX, squaresY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] - meanX, y[i] - meanY];
    both += a * b;
    squaresX += a * a;
    squaresY += b * b;
  }
  const product = Math.sqrt(squaresX) * Math.sqrt(squaresY);
  return product === 0 ? 0 : Math.max(-1, Math.min(1, both / product));
}

function meanOf(x: ArrayLike<number>): number {
  if (Array.prototype.every.call(x, (value) => value === x[0])) return x[0];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/** From 0 on. */
function ranksOf(x: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const ranks = new Float64Array(x.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && x[order[to]] === x[order[from]]) to++;
    for (let i = from; i < to; i++) ranks[order[i]] = (from + to - 1) / 2;
  }
  return ranks;
}

function checkPairs(where: string, x: ArrayLike<number>, y: ArrayLike<number>): void {
  if (y.length === 0) throw new RangeError(`${where}: y must not be empty`);
  if (x.length !== y.length) {
    throw new RangeError(`${where}: x.length (${x.length}) must equal y.length (${y.length})`);
  }
  for (const [name, values] of [
    ["x", x],
    ["y", y],
  ] as const) {
    for (let i = 0; i < values.length; i++) {
      if (!Number.isFinite(values[i])) {
        throw new RangeError(`${where}: ${name}[${i}] must be finite, got ${values[i]}`);
      }
    }
  }
}
