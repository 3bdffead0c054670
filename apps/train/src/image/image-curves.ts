/** One training step: nothing that depends on the clock. */
export interface ImageLossRow {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean over the batch. */
  readonly loss: number;
}

/** The network on images that it does not learn from. */
export interface ImageScoreRow {
  readonly step: number;
  readonly epoch: number;
  readonly name: "validation" | "test";
  readonly loss: number;
  /** Share of the images. */
  readonly accuracy: number;
}

/** The loss of each step as CSV. */
export function formatImageLossCsv(rows: readonly ImageLossRow[]): string {
  const lines = rows.map(
    ({ step, epoch, learningRate, loss }) =>
      `${step},${epoch},${learningRate.toExponential(4)},${loss.toFixed(6)}\n`,
  );
  return `step,epoch,learning_rate,loss\n${lines.join("")}`;
}

/** The scores after each epoch as CSV. */
export function formatImageScoresCsv(rows: readonly ImageScoreRow[]): string {
  const lines = rows.map(
    ({ step, epoch, name, loss, accuracy }) =>
      `${step},${epoch},${name},${loss.toFixed(6)},${accuracy.toFixed(4)}\n`,
  );
  return `step,epoch,name,loss,accuracy\n${lines.join("")}`;
}
