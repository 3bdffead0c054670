/** @throws Error that says how to go on, if the loss of a step is no finite number. */
export function checkLoss(
  loss: number,
  run: { readonly step: number; readonly checkpoint: string; readonly learningRate: number },
): void {
  if (Number.isFinite(loss)) return;
  throw new Error(
    `the run diverged at step ${run.step + 1}: its loss is ${loss}\n` +
      `${run.checkpoint} is from before; go on from there with a smaller rate: --resume --learning-rate R, R below ${run.learningRate}`,
  );
}
