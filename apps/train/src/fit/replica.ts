import type {
  CreateReplica,
  Replica,
  ReplicaContext,
  ShardGradients,
} from "@bnnkit/training-backend/node";
import {
  type Batch,
  createTransformer,
  type EmbeddingBits,
  parameterShapes,
  type SpecialTokens,
  type Teacher,
  type TransformerConfig,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";

/** What a worker is started with. */
export interface ReplicaOptions {
  readonly model: TransformerConfig;
  readonly tokens: SpecialTokens;
  /** Bits of the embedding table when translating; the packed file's. */
  readonly embeddingBits: EmbeddingBits;
  readonly teacher?: ReplicaTeacher | undefined;
}

/** A trained model that guides this one. */
export interface ReplicaTeacher {
  readonly model: TransformerConfig;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** Its own training step, which says what of it is binarized. */
  readonly step: number;
  /** Share in the target distribution. */
  readonly share: number;
  /** Step of this run from which it guides. */
  readonly from: number;
}

/** What a worker is asked beside training steps. */
export type EvaluationRequest =
  | { readonly kind: "loss"; readonly batch: Batch }
  | {
      readonly kind: "translate";
      readonly sources: readonly (readonly number[])[];
      readonly maximumLength: number;
    };

/** Loss over one batch, summed over its target tokens, in nats. */
export interface LossAnswer {
  readonly kind: "loss";
  readonly lossSum: number;
  readonly tokens: number;
}

/** Greedy translations as token ids, without begin and end. */
export interface TranslationAnswer {
  readonly kind: "translate";
  readonly targets: readonly (readonly number[])[];
}

export type EvaluationAnswer = LossAnswer | TranslationAnswer;

/** The part of a worker that knows the model: loss and gradients of a shard, loss and translations for evaluation.
 *  @param options    see `ReplicaOptions`
 *  @param variables  the weights, updated by the trainer */
export const createReplica: CreateReplica<Batch> = (options, variables): Replica<Batch> => {
  if (!isReplicaOptions(options)) throw new TypeError("createReplica: options must have a model");
  const { model, tokens: special, embeddingBits } = options;
  const transformer = createTransformer(model, variables);
  const teach = createTeacher(options.teacher);
  return {
    lossAndGradients(shard: Batch, context: ReplicaContext): ShardGradients {
      const teacher = teach(shard, context.step);
      const { lossSum, tokens, gradients } = transformer.lossAndGradients(shard, {
        ...context,
        ...(teacher && { teacher }),
      });
      const [value] = lossSum.dataSync();
      tf.dispose([lossSum, ...(teacher ? [teacher.probabilities] : [])]);
      return { lossSum: value, tokens, gradients };
    },
    evaluate(request: EvaluationRequest, { step }): EvaluationAnswer {
      if (request.kind === "translate") {
        const { sources, maximumLength } = request;
        const settings = { step, tokens: special, embeddingBits, maximumLength };
        const targets = transformer.greedyDecode(sources, settings);
        return { kind: "translate", targets };
      }
      const { loss, tokens } = transformer.loss(request.batch, { step, seed: 0, training: false });
      const lossSum = loss.dataSync()[0] * tokens;
      loss.dispose();
      return { kind: "loss", lossSum, tokens };
    },
  };
};

/** Gives the soft targets for a shard, or undefined where the teacher is silent. */
function createTeacher(
  options: ReplicaTeacher | undefined,
): (shard: Batch, step: number) => Teacher | undefined {
  if (options === undefined) return () => undefined;
  const { model, parameters, step: ownStep, share, from } = options;
  const variables = parameterShapes(model).map(({ name, shape }) => {
    const values = parameters[name];
    if (!values) throw new RangeError(`createTeacher: the weights have no ${name}`);
    return [name, tf.variable(tf.tensor(values, [...shape]), false, `teacher/${name}`)] as const;
  });
  const transformer = createTransformer(model, new Map(variables));
  return (shard, step) =>
    step < from
      ? undefined
      : { probabilities: transformer.probabilities(shard, { step: ownStep }), weight: share };
}

/** `createTransformer` checks the fields; here it is enough that there are some. */
function isReplicaOptions(options: unknown): options is ReplicaOptions {
  return typeof options === "object" && options !== null && "model" in options;
}
