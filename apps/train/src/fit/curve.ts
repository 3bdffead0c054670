/** One training step as the loss curve has it: nothing that depends on the clock. */
export interface LossRow {
  readonly step: number;
  readonly epoch: number;
  /** Target tokens seen, this step included. */
  readonly tokens: number;
  readonly learningRate: number;
  /** Mean per target token, in nats, label smoothing included. */
  readonly loss: number;
  readonly gradientNorm: number;
}

/** One evaluation on one held-out file. */
export interface ValidationRow {
  readonly step: number;
  readonly tokens: number;
  readonly name: string;
  /** Mean per target token, in nats, without label smoothing. */
  readonly loss: number;
  /** Of greedy translations of the file's first sentences; undefined if none was translated. */
  readonly bleu: number | undefined;
}

/** The loss curve as CSV. */
export function formatLossCsv(rows: readonly LossRow[]): string {
  const lines = rows.map(
    ({ step, epoch, tokens, learningRate, loss, gradientNorm }) =>
      `${step},${epoch},${tokens},${learningRate.toExponential(4)},${loss.toFixed(6)},${gradientNorm.toFixed(6)}\n`,
  );
  return `step,epoch,tokens,learning_rate,loss,gradient_norm\n${lines.join("")}`;
}

/** A text as a field of CSV: in quotes, its own quotes doubled, where it holds a comma, a quote or a line break (RFC 4180, 2). */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The evaluations as CSV. */
export function formatValidationCsv(rows: readonly ValidationRow[]): string {
  const lines = rows.map(
    ({ step, tokens, name, loss, bleu }) =>
      `${step},${tokens},${csvField(name)},${loss.toFixed(6)},${bleu?.toFixed(2) ?? ""}\n`,
  );
  return `step,tokens,name,loss,bleu\n${lines.join("")}`;
}
