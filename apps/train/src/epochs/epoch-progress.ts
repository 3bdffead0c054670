import { StepTime } from "../fit/step-time.ts";
import type { ClassScore, LossRow, Score, ScoreRow } from "./curves.ts";

/** What a checkpoint holds of it. */
export interface EpochProgressState<S extends Score = ClassScore> {
  /** Steps done; with the seed they say which samples come next. */
  readonly step: number;
  /** Time spent in steps and evaluations. */
  readonly seconds: number;
  readonly losses: readonly LossRow[];
  readonly scores: readonly ScoreRow<S>[];
}

/** What is scored: after each epoch the samples held out, or, where none are, the test samples; both at the end. */
export interface ScoredSets<Samples> {
  readonly heldOut: Samples | undefined;
  readonly test: Samples;
}

export interface EpochProgressOptions<Samples, S extends Score = ClassScore> {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly sets: ScoredSets<Samples>;
  /** The state to go on from. */
  readonly state?: EpochProgressState<S> | undefined;
}

/** How far a run over epochs has come: its steps, what is due next, its curves and its time. */
export class EpochProgress<Samples, S extends Score = ClassScore> {
  readonly steps: number;
  readonly #stepsPerEpoch: number;
  readonly #sets: ScoredSets<Samples>;
  readonly #losses: LossRow[];
  readonly #scores: ScoreRow<S>[];
  readonly #stepTime = new StepTime();
  #step: number;
  #seconds: number;

  constructor({ epochs, stepsPerEpoch, sets, state }: EpochProgressOptions<Samples, S>) {
    this.steps = epochs * stepsPerEpoch;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#sets = sets;
    this.#losses = [...(state?.losses ?? [])];
    this.#scores = [...(state?.scores ?? [])];
    this.#step = state?.step ?? 0;
    this.#seconds = state?.seconds ?? 0;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  get isDone(): boolean {
    return this.#step >= this.steps;
  }

  /** Whether an epoch has ended and what it brought has not been scored. */
  get isEvaluationDue(): boolean {
    if (this.#step === 0 || this.#step % this.#stepsPerEpoch !== 0) return false;
    const [{ name }] = this.#setsToScore().slice(-1);
    return !this.#scores.some((row) => row.step === this.#step && row.name === name);
  }

  /** The score of the test samples at the end; undefined if the run is not there. */
  get finalScore(): ScoreRow<S> | undefined {
    if (!this.isDone || this.isEvaluationDue) return undefined;
    return this.#scores.findLast(({ name, step }) => name === "test" && step === this.#step);
  }

  get state(): EpochProgressState<S> {
    const [step, seconds] = [this.#step, this.#seconds];
    return { step, seconds, losses: this.#losses, scores: this.#scores };
  }

  /** Counts a step that began at `start` of the clock. */
  countStep(
    start: number,
    { learningRate, loss }: Pick<LossRow, "learningRate" | "loss">,
  ): LossRow {
    const epoch = Math.floor(this.#step / this.#stepsPerEpoch);
    this.#step++;
    this.#seconds += this.#stepTime.count((performance.now() - start) / 1000);
    const row = { step: this.#step, epoch, learningRate, loss };
    this.#losses.push(row);
    return row;
  }

  /** Scores what is due. */
  async evaluate(scoreOf: (samples: Samples) => Promise<S>): Promise<readonly ScoreRow<S>[]> {
    const start = performance.now();
    const epoch = Math.ceil(this.#step / this.#stepsPerEpoch) - 1;
    const rows: ScoreRow<S>[] = [];
    for (const { name, samples } of this.#setsToScore()) {
      rows.push({ ...(await scoreOf(samples)), step: this.#step, epoch, name });
    }
    this.#scores.push(...rows);
    this.#seconds += (performance.now() - start) / 1000;
    return rows;
  }

  #setsToScore(): readonly { readonly name: ScoreRow["name"]; readonly samples: Samples }[] {
    const { heldOut, test } = this.#sets;
    const ofTest = { name: "test", samples: test } as const;
    if (heldOut === undefined) return [ofTest];
    const ofHeldOut = { name: "validation", samples: heldOut } as const;
    return this.isDone ? [ofHeldOut, ofTest] : [ofHeldOut];
  }
}
