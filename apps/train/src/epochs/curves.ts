/** One training step: nothing that depends on the clock. */
export interface LossRow {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the batch. */
  readonly loss: number;
}

/** How well a network classifies. */
export interface ClassScore {
  /** Mean cross entropy, in nats. */
  readonly loss: number;
  /** Share of what is classified right. */
  readonly accuracy: number;
}

/** How well a network gives numbers. */
export interface NumberScore {
  /** Mean squared error. */
  readonly loss: number;
  /** Correlations of its numbers with the right ones: of themselves, and of their ranks. */
  readonly pearson: number;
  readonly spearman: number;
  readonly accuracy?: undefined;
}

/** Of one kind or the other. */
export type Score = ClassScore | NumberScore;

/** The network on what it does not learn from. */
export type ScoreRow<S extends Score = ClassScore> = S & {
  readonly step: number;
  readonly epoch: number;
  readonly name: "validation" | "test";
};

/** The loss of each step as CSV. */
export function formatLossCsv(rows: readonly LossRow[]): string {
  const lines = rows.map(
    ({ step, epoch, learningRate, loss }) =>
      `${step},${epoch},${learningRate.toExponential(4)},${loss.toFixed(6)}\n`,
  );
  return `step,epoch,learning_rate,loss\n${lines.join("")}`;
}

/** The scores after each epoch as CSV. */
export function formatScoresCsv(rows: readonly ScoreRow<Score>[]): string {
  const lines = rows.map((row) => {
    const { step, epoch, name, loss } = row;
    return `${step},${epoch},${name},${loss.toFixed(6)},${measuresOf(row).join(",")}\n`;
  });
  const measures =
    rows[0]?.accuracy === undefined && rows.length > 0 ? "pearson,spearman" : "accuracy";
  return `step,epoch,name,loss,${measures}\n${lines.join("")}`;
}

function measuresOf(score: Score): readonly string[] {
  if (score.accuracy !== undefined) return [score.accuracy.toFixed(4)];
  return [score.pearson.toFixed(4), score.spearman.toFixed(4)];
}

/** A score for people to read, without its loss. */
export function formatScore(score: Score): string {
  if (score.accuracy !== undefined) return `${(100 * score.accuracy).toFixed(2)} % right`;
  return `correlation ${score.pearson.toFixed(3)} of numbers, ${score.spearman.toFixed(3)} of ranks`;
}
