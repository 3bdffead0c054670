/** Count and sum of the targets that a node has seen at one address. */
export interface TargetSum {
  readonly count: number;
  readonly sum: number;
}

/** How the nodes that know a sample agree on one value; m_i = sum_i / count_i over those N nodes:
 *
 *  - `"simple"`: Σ sum_i / Σ count_i
 *  - `"quadratic"`: √(Σ sum_i² / Σ count_i²)
 *  - `"median"`: the middle m_i, or the mean of the two
 *  - `"power"`: (Σ m_i^p / N)^(1/p); `"harmonic"` is p = −1
 *  - `"geometric"`: (Π m_i)^(1/N)
 *  - `"exponential"`: ln(Σ e^(m_i) / N)
 *
 *  The library wisardpkg has all of them; there the sum of `"exponential"` starts at 1 and the median is one place too high, which is
 *  not done here. As there, an m_i that is 0 has no part in `"geometric"`, `"harmonic"` and a power below 0, the library's
 *  "HarmonicPowerMean". */
export type NodeMean =
  | "simple"
  | "quadratic"
  | "median"
  | "power"
  | "harmonic"
  | "geometric"
  | "exponential";

/** The value that nodes agree on; 0 if there are none. */
export type MeanOfNodes = (known: readonly TargetSum[]) => number;

/** The mean of a name; `power` is p of `"power"`.
 *  @throws TypeError for an unknown name. */
export function meanOfNodes(where: string, name: NodeMean, power: number): MeanOfNodes {
  const mean = formulaOf(where, name, power);
  return (known) => (known.length === 0 ? 0 : mean(known));
}

function formulaOf(where: string, name: NodeMean, power: number): MeanOfNodes {
  switch (name) {
    case "simple":
      return (known) => total(known, ({ sum }) => sum) / total(known, ({ count }) => count);
    case "quadratic":
      return (known) =>
        Math.sqrt(
          total(known, ({ sum }) => sum * sum) / total(known, ({ count }) => count * count),
        );
    case "median":
      return (known) => median(means(known));
    case "power":
      return (known) => powerMean(power < 0 ? nonzero(known) : means(known), power);
    case "harmonic":
      return (known) => powerMean(nonzero(known), -1);
    case "geometric":
      return (known) => {
        const parts = nonzero(known);
        if (parts.length === 0) return 0;
        return parts.reduce((product, m) => product * m, 1) ** (1 / parts.length);
      };
    case "exponential":
      return (known) => Math.log(average(means(known).map((m) => Math.exp(m))));
    default:
      throw new TypeError(`${where}: mean must be the name of a mean, got ${String(name)}`);
  }
}

function means(known: readonly TargetSum[]): number[] {
  return known.map(({ sum, count }) => sum / count);
}

/** The means that are not 0. */
function nonzero(known: readonly TargetSum[]): number[] {
  return means(known).filter((m) => m !== 0);
}

/** 0 of no values. */
function powerMean(values: readonly number[], power: number): number {
  return values.length === 0 ? 0 : average(values.map((m) => m ** power)) ** (1 / power);
}

function total(known: readonly TargetSum[], of: (sum: TargetSum) => number): number {
  return known.reduce((sum, one) => sum + of(one), 0);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
