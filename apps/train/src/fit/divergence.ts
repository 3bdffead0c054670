import type { TrainingState } from "@bnnkit/training-backend/node";

/** A guess at random has the loss ln V; weights that do this many times worse do not come back. */
const absurdShare = 50;

/** The weights of a run are no longer of use: a loss or gradient without bounds. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
}

/** Refuses a loss that is no finite number or, after the first step, above 50 ln V, and a gradient norm that is none.
 *  @param step  counted from 1; the first one's loss is that of the weights to start from
 *  @throws DivergedError naming step, loss and gradient norm. */
export function checkStepLoss(
  {
    step,
    loss,
    gradientNorm,
  }: { readonly step: number; readonly loss: number; readonly gradientNorm: number },
  vocabularySize: number,
): void {
  const isSound = Number.isFinite(loss) && Number.isFinite(gradientNorm);
  if (isSound && (step <= 1 || !isAbsurd(loss, vocabularySize))) return;
  throw new DivergedError(
    `the run diverged at step ${step}: loss ${format(loss)}, gradient norm ${format(gradientNorm)}`,
  );
}

/** Refuses the loss of an evaluation that is no finite number or above 50 ln V.
 *  @param gradientNorm  of the last step before
 *  @throws DivergedError naming step, loss and gradient norm. */
export function checkHeldOutLoss(
  { step, name, loss }: { readonly step: number; readonly name: string; readonly loss: number },
  {
    vocabularySize,
    gradientNorm,
  }: { readonly vocabularySize: number; readonly gradientNorm: number },
): void {
  if (Number.isFinite(loss) && !isAbsurd(loss, vocabularySize)) return;
  throw new DivergedError(
    `the run diverged: after step ${step} the loss on ${name} is ${format(loss)}, the gradient norm was ${format(gradientNorm)}`,
  );
}

/** Refuses to keep weights, or what the optimizer knows of them, that are no finite numbers.
 *  @throws DivergedError naming the step and the parameter. */
export function checkFinite(
  state: Pick<TrainingState, "parameters"> & Partial<TrainingState>,
  step: number,
): void {
  for (const values of [state.parameters, state.firstMoments, state.secondMoments]) {
    for (const [name, numbers] of Object.entries(values ?? {})) {
      if (numbers.every((number) => Number.isFinite(number))) continue;
      throw new DivergedError(
        `the run diverged: after step ${step} ${name} holds numbers that are not finite`,
      );
    }
  }
}

function isAbsurd(loss: number, vocabularySize: number): boolean {
  return loss > absurdShare * Math.log(vocabularySize);
}

function format(value: number): string {
  return Math.abs(value) < 1e6 ? value.toFixed(3) : value.toExponential(1);
}
