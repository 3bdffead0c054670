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
  type SpecialTokens,
  type TransformerConfig,
} from "@bnnkit/transformer";

/** What a worker is started with. */
export interface ReplicaOptions {
  readonly model: TransformerConfig;
  readonly tokens: SpecialTokens;
  /** Bits of the embedding table when translating; the packed file's. */
  readonly embeddingBits: EmbeddingBits;
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
  return {
    lossAndGradients(shard: Batch, context: ReplicaContext): ShardGradients {
      const { lossSum, tokens, gradients } = transformer.lossAndGradients(shard, context);
      const [value] = lossSum.dataSync();
      lossSum.dispose();
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

/** `createTransformer` checks the fields; here it is enough that there are some. */
function isReplicaOptions(options: unknown): options is ReplicaOptions {
  return typeof options === "object" && options !== null && "model" in options;
}
