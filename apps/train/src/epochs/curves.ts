/** One training step: nothing that depends on the clock. */
export interface LossRow {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the batch. */
  readonly loss: number;
}

/** The network on what it does not learn from. */
export interface ScoreRow {
  readonly step: number;
  readonly epoch: number;
  readonly name: "validation" | "test";
  readonly loss: number;
  /** Share of what is classified right. */
  readonly accuracy: number;
}

/** The loss of each step as CSV. */
export function formatLossCsv(rows: readonly LossRow[]): string {
  const lines = rows.map(
    ({ step, epoch, learningRate, loss }) =>
      `${step},${epoch},${learningRate.toExponential(4)},${loss.toFixed(6)}\n`,
  );
  return `step,epoch,learning_rate,loss\n${lines.join("")}`;
}

/** The scores after each epoch as CSV. */
export function formatScoresCsv(rows: readonly ScoreRow[]): string {
  const lines = rows.map(
    ({ step, epoch, name, loss, accuracy }) =>
      `${step},${epoch},${name},${loss.toFixed(6)},${accuracy.toFixed(4)}\n`,
  );
  return `step,epoch,name,loss,accuracy\n${lines.join("")}`;
}
