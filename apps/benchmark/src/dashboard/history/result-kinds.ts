/** Of a trained network: what `train image` leaves in a folder of runs, and `train results` collects. */
export interface ClassifierResult {
  readonly system: string;
  readonly preset: string;
  readonly network: string;
  readonly seed: number;
  readonly accuracy: number;
  readonly modelBytes: number;
}

/** A score with its interval. */
export interface ScoreResult {
  readonly score: number;
  readonly lower: number;
  readonly upper: number;
}

/** What `train evaluate --json` prints. */
export interface TranslationResult {
  readonly data: string;
  readonly segments: number;
  readonly bleu: ScoreResult;
  readonly chrf: ScoreResult;
  /** Segments that kept all placeholders, numbers and the like. */
  readonly kept: { readonly segments: number };
  readonly beamSize: number;
  readonly tokensPerSecond: number;
  readonly modelBytes: number;
  readonly tokenizerBytes: number;
}

/** An estimate of a folding, as `bnnkit-hardware explore --json` prints it. */
export interface FoldingResult {
  readonly framesPerSecond: EstimatedFigure;
  readonly lut: EstimatedFigure;
  readonly areaUm2: EstimatedFigure;
  readonly energyPj: EstimatedFigure;
  readonly fits: boolean;
}

/** A figure of a circuit with its interval. */
export interface EstimatedFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Whether a value read from JSON is such a result. */
export function isClassifierResult(value: unknown): value is ClassifierResult {
  return (
    hasAll(value, "string", ["system", "preset", "network"]) &&
    hasAll(value, "number", ["seed", "accuracy", "modelBytes"])
  );
}

/** Whether a value read from JSON is such a result. */
export function isTranslationResult(value: unknown): value is TranslationResult {
  const figures = ["segments", "beamSize", "tokensPerSecond", "modelBytes", "tokenizerBytes"];
  return (
    hasAll(value, "string", ["data"]) &&
    hasAll(value, "number", figures) &&
    ["bleu", "chrf"].every((name) =>
      hasAll(fieldOf(value, name), "number", ["score", "lower", "upper"]),
    ) &&
    hasAll(fieldOf(value, "kept"), "number", ["segments"])
  );
}

/** Whether a value read from JSON is such a result. */
export function isFoldingResult(value: unknown): value is FoldingResult {
  return (
    hasAll(value, "boolean", ["fits"]) &&
    ["framesPerSecond", "lut", "areaUm2", "energyPj"].every((name) =>
      hasAll(fieldOf(value, name), "number", ["value", "low", "high"]),
    )
  );
}

function hasAll(value: unknown, type: string, names: readonly string[]): boolean {
  return names.every((name) => typeof fieldOf(value, name) === type);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
