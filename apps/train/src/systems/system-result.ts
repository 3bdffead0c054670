import { systems } from "@bnnkit/layers";
import { type ImageResult, variantOf } from "../image/image-result.ts";
import { networkNames } from "../image/network.ts";

/** How fast a packed network is on one thread. */
export interface BatchSpeed {
  readonly batchSize: number;
  readonly imagesPerSecond: number;
  /** How many times as fast as the same network in float32 elsewhere, by the name of the library. */
  readonly ratios: Readonly<Record<string, number>>;
}

/** What became of a run, and how fast its network is where that was measured. */
export interface SystemResult extends ImageResult {
  readonly speeds?: readonly BatchSpeed[];
}

/** Results of one system, preset, rule of scales and network: a run for each seed. */
export interface ResultGroup {
  readonly first: SystemResult;
  readonly results: readonly SystemResult[];
  /** Mean over the seeds. */
  readonly accuracy: number;
  /** Sample standard deviation over the seeds; undefined for one. */
  readonly deviation: number | undefined;
}

/** Puts results of the same network, system and preset together, in the order of the first of each. */
export function groupResults(results: readonly SystemResult[]): readonly ResultGroup[] {
  const groups = new Map<string, SystemResult[]>();
  for (const result of results) {
    const key = `${result.network} ${result.system} ${variantOf(result)}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const accuracies = of.map(({ accuracy }) => accuracy);
    const accuracy = meanOf(accuracies);
    return [{ first, results: of, accuracy, deviation: deviationOf(accuracies, accuracy) }];
  });
}

/** Results with others put over them: a run takes the place of one of the same network, system, preset, scales and seed, whose
 *  speed it keeps where it has none and its file is as large.
 *  @returns them by network, system, preset and seed, in the order of the recipes */
export function mergeResults(
  before: readonly SystemResult[],
  added: readonly SystemResult[],
): readonly SystemResult[] {
  const byRun = new Map(before.map((result) => [runOf(result), result]));
  for (const result of added) {
    const former = byRun.get(runOf(result));
    const speeds =
      result.speeds ?? (former?.modelBytes === result.modelBytes ? former.speeds : undefined);
    byRun.set(runOf(result), { ...result, ...(speeds && { speeds }) });
  }
  return [...byRun.values()].sort(
    (a, b) =>
      networkNames.indexOf(a.network) - networkNames.indexOf(b.network) ||
      placeOf(a) - placeOf(b) ||
      variantOf(a).localeCompare(variantOf(b), "en") ||
      a.seed - b.seed,
  );
}

function runOf(result: SystemResult): string {
  const { network, system, seed } = result;
  return [network, system, variantOf(result), seed].join(" ");
}

const presetsInOrder = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.keys(presets).map((preset) => `${system} ${preset}`),
);

function placeOf({ system, preset }: SystemResult): number {
  return presetsInOrder.indexOf(`${system} ${preset}`);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function deviationOf(numbers: readonly number[], mean: number): number | undefined {
  if (numbers.length < 2) return undefined;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}
