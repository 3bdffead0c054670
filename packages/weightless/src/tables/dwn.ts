import { checkIntegerBetween, checkPositiveInteger, seededWords } from "@bnnkit/core";
import type { DifferenceDecay } from "@bnnkit/core/truth-tables";
import { LookUpLayer } from "./look-up-layer.ts";
import { TrainableTables } from "./trainable-tables.ts";

export interface DwnOptions {
  readonly inputs: number;
  readonly classes: number;
  /** Tables of each layer; the last a multiple of `classes`. */
  readonly layers: readonly number[];
  /** 1 … 8, by default 6. */
  readonly inputsPerTable?: number;
  /** Which connections are learned: those of the first layer by default, as the authors do it, all or none. The others are drawn. */
  readonly learnedMapping?: "first" | "all" | "none";
  /** How many values each learned input chooses from, drawn at the start: 32 by default; `"all"` as in the paper, at a cost for each step of
   *  values × inputs of tables × samples. */
  readonly candidates?: number | "all";
  /** By default "code". */
  readonly decay?: DifferenceDecay;
  /** What sums are divided by; the square root of the tables of a class by default. */
  readonly temperature?: number;
  /** 0 by default. */
  readonly seed?: number;
}

/** A differentiable weightless network (Bacellar et al. 2024): layers of look-up tables, trained by extended finite differences.
 *  @throws RangeError for sizes out of range; TypeError for an unknown decay or mapping */
export function dwn(options: DwnOptions): TrainableTables {
  const { inputs, classes, layers, inputsPerTable = 6, learnedMapping = "first" } = options;
  const { candidates = 32, decay = "code", seed = 0 } = options;
  checkLayers("dwn", options);
  checkIntegerBetween("dwn", "inputsPerTable", inputsPerTable, 1, 8);
  if (candidates !== "all") checkPositiveInteger("dwn", "candidates", candidates);
  checkName("decay", decay, ["paper", "code"]);
  checkName("learnedMapping", learnedMapping, ["first", "all", "none"]);
  const next = seededWords(seed);
  const stack = layers.map((tables, i) => {
    const width = i === 0 ? inputs : layers[i - 1];
    const isLearned = learnedMapping === "all" || (learnedMapping === "first" && i === 0);
    const choice = isLearned ? (candidates === "all" ? width : candidates) : 0;
    return new LookUpLayer(
      { inputs: width, tables, inputsPerTable, decay, candidates: choice },
      next,
    );
  });
  const temperature = options.temperature ?? Math.sqrt((layers.at(-1) ?? 0) / classes);
  return new TrainableTables(stack, classes, temperature);
}

/** Checks what networks of table layers have in common. */
export function checkLayers(
  where: string,
  { inputs, classes, layers }: Pick<DwnOptions, "inputs" | "classes" | "layers">,
): void {
  checkPositiveInteger(where, "inputs", inputs);
  checkPositiveInteger(where, "classes", classes);
  checkPositiveInteger(where, "number of layers", layers.length);
  layers.forEach((tables, i) => void checkPositiveInteger(where, `layers[${i}]`, tables));
  const last = layers[layers.length - 1];
  if (last % classes === 0) return;
  throw new RangeError(
    `${where}: layers[${layers.length - 1}] must be a multiple of classes (${classes}), got ${last}`,
  );
}

function checkName(name: string, value: string, names: readonly string[]): void {
  if (names.includes(value)) return;
  throw new TypeError(
    `dwn: ${name} must be ${names.map((one) => `"${one}"`).join(" or ")}, got ${value}`,
  );
}
