import type { StageTiming } from "../network/stream.ts";
import { drainClocks, enginePasses, type SharedEngineConfig, stepsOf } from "./engine-passes.ts";

/** The clocks of an engine, as its circuit does it. */
export function sharedEngineTiming(config: SharedEngineConfig): StageTiming {
  const passes = enginePasses(config).map(stepsOf);
  const last = passes.length - 1;
  let [pass, step, draining] = [0, 0, 0];
  // A result on its way: summed up, registered, at the output; busy from its last step until it is taken.
  let [isAdded, isSummed, isFull, isBusy] = [false, false, false, false];
  return {
    get isValid() {
      return isFull;
    },
    isReady: () => pass === 0 && draining === 0,
    clock(isInputValid, isOutputReady) {
      const { ofSum, ofPass } = passes[pass];
      const isResult = pass === last && step % ofSum === ofSum - 1;
      const isHeld = isResult && isBusy && !(isFull && isOutputReady);
      const fires = draining === 0 && !isHeld && (pass > 0 || isInputValid);
      isBusy = (fires && isResult) || (isBusy && !(isFull && isOutputReady));
      isFull = isSummed || (isFull && !isOutputReady);
      isSummed = isAdded;
      isAdded = fires && isResult;
      if (draining > 0) draining--;
      if (!fires) return;
      step = (step + 1) % ofPass;
      if (step > 0) return;
      pass = (pass + 1) % passes.length;
      draining = drainClocks;
    },
  };
}
