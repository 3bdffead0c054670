import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { beamSearch } from "../../src/search/beam-search.ts";
import { greedySearch } from "../../src/search/greedy-search.ts";
import type { Hypothesis } from "../../src/search/hypothesis.ts";
import { lengthPenalty } from "../../src/search/length-penalty.ts";
import { noRepeatConstraint } from "../../src/search/no-repeat-constraint.ts";
import type { SearchTask } from "../../src/search/search-step.ts";
import { type Slot, slotConstraint } from "../../src/search/slot-constraint.ts";
import type { TokenConstraint } from "../../src/search/token-constraint.ts";
import { isFaithful, randomSlots } from "./random-slots.ts";
import { dyadicModel, finish, hashedModel, type ToyModel, toyStep } from "./toy-step.ts";

const begin = 0;
const end = 1;
/** Ids 0 and 1 are begin and end, 2 and 3 words, all others reserved. */
const firstSlot = 4;
const vocabularySize = 14;
const reserved = new Set(Array.from({ length: 10 }, (_, i) => firstSlot + i));

const onSlots = (slots: readonly Slot[]): TokenConstraint => {
  return slotConstraint({ end, reserved, slots });
};

/** Greedy search as a list of one hypothesis for a beam of 1. */
function search(
  model: ToyModel,
  task: SearchTask,
  beamSize: number,
): readonly (readonly Hypothesis[])[] {
  const step = toyStep(model, beamSize);
  if (beamSize > 1)
    return finish(beamSearch(step, task, { beamSize, nBest: beamSize, alpha: 0.6 }));
  return finish(greedySearch(step, task, { alpha: 0.6 })).map((hypothesis) => [hypothesis]);
}

/** The model with probability 0 for what the constraint forbids: what a search without constraint would need. */
function masked(
  model: ToyModel,
  constraints: readonly TokenConstraint[],
  lengths: readonly number[],
): ToyModel {
  return (sentence, prefix) => {
    const at = prefix.slice(1).reduce((state, token) => state.after(token), constraints[sentence]!);
    const left = lengths[sentence]! - (prefix.length - 1);
    return model(sentence, prefix).map((probability, token) => {
      const isAllowed = at.allows(token) && (at.owed < left || at.after(token).owed < at.owed);
      return isAllowed ? probability : 0;
    });
  };
}

function expectSlotsOnce(
  { tokens, isComplete }: Hypothesis,
  slots: readonly Slot[],
  length: number,
) {
  const order = tokens.flatMap((token) => (reserved.has(token) ? [token - firstSlot] : []));
  expect(order.toSorted((a, b) => a - b)).toEqual(slots.map((_, index) => index));
  expect(isFaithful(slots, order)).toBe(true);
  expect(isComplete || tokens.length === length).toBe(true);
}

/** Models at odds with the constraint: probabilities of the next token by kind. */
const adversaries: readonly (readonly [string, ToyModel])[] = [
  ["never wants a slot", weighted({ end: 0.1, word: 0.4, slot: 1e-9 })],
  ["always wants slots", weighted({ end: 1e-9, word: 1e-9, slot: 0.09 })],
  ["ends at once", weighted({ end: 0.99, word: 1e-4, slot: 1e-4 })],
  ["loops for ever", weighted({ end: 1e-9, word: 0.4, slot: 1e-6 })],
  [
    "wants begin and other reserved tokens",
    (_, prefix) => hashedModel(vocabularySize, 5)(3, prefix),
  ],
];

function weighted(of: {
  readonly end: number;
  readonly word: number;
  readonly slot: number;
}): ToyModel {
  const probabilities = Array.from({ length: vocabularySize }, (_, token) =>
    token === end ? of.end : token < firstSlot ? of.word * (token === 2 ? 1 : 0.5) : of.slot,
  );
  return () => probabilities;
}

describe.each([1, 2, 5])("constraints with a beam of %i", (beamSize) => {
  test.prop([fc.constantFrom(...adversaries), randomSlots(10, firstSlot), fc.nat(6)])(
    "each slot stands once in every hypothesis, whatever the model wants and however short it is",
    ([, model], slots, more) => {
      const length = slots.length + 1 + more;
      const task = { begin, end, maximumLengths: [length], constraints: [onSlots(slots)] };
      const [list] = search(model, task, beamSize);
      expect(list!.length).toBeGreaterThan(0);
      for (const hypothesis of list!) expectSlotsOnce(hypothesis, slots, length);
    },
  );

  test.prop([fc.nat(), fc.array(randomSlots(6, firstSlot), { minLength: 1, maxLength: 3 })])(
    "equals the search in a model that gives what is forbidden probability 0",
    (seed, sentences) => {
      const model = dyadicModel(vocabularySize, seed);
      const constraints = sentences.map(onSlots);
      const maximumLengths = sentences.map(({ length }, i) => length + 1 + 3 * i);
      const task = { begin, end, maximumLengths };
      const found = search(model, { ...task, constraints }, beamSize);
      expect(found).toEqual(search(masked(model, constraints, maximumLengths), task, beamSize));
    },
  );

  test.prop([fc.nat(), fc.array(randomSlots(6, firstSlot), { minLength: 2, maxLength: 4 })])(
    "a sentence's result does not depend on its batch",
    (seed, sentences) => {
      const model = hashedModel(vocabularySize, seed);
      const constraints = sentences.map((slots, i) => (i === 1 ? undefined : onSlots(slots)));
      const maximumLengths = sentences.map(({ length }, i) => length + 1 + 2 * i);
      const together = search(model, { begin, end, maximumLengths, constraints }, beamSize);
      maximumLengths.forEach((length, sentence) => {
        const alone: ToyModel = (_, prefix) => model(sentence, prefix);
        const task = { begin, end, maximumLengths: [length] };
        const constrained = { ...task, constraints: [constraints[sentence]] };
        expect(search(alone, constrained, beamSize)).toEqual([together[sentence]]);
        if (sentence === 1) expect(search(alone, task, beamSize)).toEqual([together[sentence]]);
      });
    },
  );

  test.prop([fc.nat(), fc.integer({ min: 1, max: 9 })])(
    "a constraint that allows everything changes nothing",
    (seed, maximumLength) => {
      const model = hashedModel(9, seed);
      const anything: TokenConstraint = { owed: 0, allows: () => true, after: () => anything };
      const task = { begin, end, maximumLengths: [maximumLength, 4] };
      const constraints = [anything, anything];
      expect(search(model, { ...task, constraints }, beamSize)).toEqual(
        search(model, task, beamSize),
      );
    },
  );

  test("a loop ends where the constraint cuts it off", () => {
    const model: ToyModel = () => [0, 0.1, 0.6, 0.3];
    const task = { begin, end, maximumLengths: [12], constraints: [noRepeatConstraint(end)] };
    const [list] = search(model, task, beamSize);
    for (const { tokens } of list!) expect(tokens.join()).not.toMatch(/2,2,2|3,3,3|(2,3,){3}/);
    expect(search(model, task, 1)[0]![0]!.tokens.slice(0, 5)).toEqual([2, 2, 3, 2, 2]);
  });

  test.each([
    ["forbids everything", () => false],
    ["allows only what is impossible", (token: number) => token === 0],
  ])("a constraint that %s is an error", (_, allows) => {
    const stuck: TokenConstraint = { owed: 0, allows, after: () => stuck };
    const start: TokenConstraint = { owed: 0, allows: (token) => token === 2, after: () => stuck };
    const task = { begin, end, maximumLengths: [5], constraints: [start] };
    const run = () => search(() => [0, 0.5, 0.25, 0.25], task, beamSize);
    expect(run).toThrow(RangeError);
    expect(run).toThrow("nothing after 1 tokens");
  });
});

/** Scores of every hypothesis that the constraint allows, best first. */
function enumerate(model: ToyModel, constraint: TokenConstraint, maximumLength: number) {
  const all: { tokens: readonly number[]; score: number }[] = [];
  const visit = (prefix: readonly number[], at: TokenConstraint, logProbability: number) => {
    model(0, [begin, ...prefix]).forEach((probability, token) => {
      const length = prefix.length + 1;
      if (!at.allows(token)) return;
      const sum = logProbability + Math.fround(Math.log(probability));
      const score = sum / lengthPenalty(length, 0.6);
      const next = at.after(token);
      if (token === end) all.push({ tokens: prefix, score });
      else if (length < maximumLength) visit([...prefix, token], next, sum);
      else if (next.owed === 0) all.push({ tokens: [...prefix, token], score });
    });
  };
  visit([], constraint, 0);
  return all.sort((a, b) => b.score - a.score);
}

test.prop([fc.nat(), randomSlots(2, firstSlot), fc.integer({ min: 3, max: 4 })])(
  "a beam that holds every prefix finds the best of all allowed hypotheses",
  (seed, slots, maximumLength) => {
    const model = hashedModel(7, seed);
    const constraint = onSlots(slots);
    const expected = enumerate(model, constraint, maximumLength);
    const nBest = Math.min(8, expected.length);
    const beamSize = 7 ** maximumLength;
    const [found] = finish(
      beamSearch(
        toyStep(model, beamSize),
        { begin, end, maximumLengths: [maximumLength], constraints: [constraint] },
        { beamSize, nBest, alpha: 0.6 },
      ),
    );
    expect(found!.map(({ score }) => score)).toEqual(expected.slice(0, nBest).map((h) => h.score));
    expect(found![0]!.tokens).toEqual(expected[0]!.tokens);
  },
);

test("the slot comes where the model wants it most, and its log-probability is the model's", () => {
  const slots: readonly Slot[] = [{ token: 4, role: "value", isOrdered: false }];
  // The slot is never the most probable, but it has to come in the second of two steps.
  const model: ToyModel = () => [0, 0.5, 0.25, 0.125, 0.0625, 0.0625];
  const constraint = slotConstraint({ end, reserved: new Set([4, 5]), slots });
  const task = { begin, end, maximumLengths: [2], constraints: [constraint] };
  const [best] = finish(greedySearch(toyStep(model), task, { alpha: 0 }));
  expect(best!.tokens).toEqual([2, 4]);
  expect(best!.logProbabilities[0]).toBeCloseTo(Math.log(0.25), 6);
  expect(best!.logProbabilities[1]).toBeCloseTo(Math.log(0.0625), 6);
});

test("tokens are reported as they are chosen, in order", () => {
  const streamed: number[] = [];
  const slots: readonly Slot[] = [{ token: 4, role: "value", isOrdered: false }];
  const task = { begin, end, maximumLengths: [5], constraints: [onSlots(slots)] };
  const onToken = (_: number, token: number) => streamed.push(token);
  const step = toyStep(hashedModel(vocabularySize, 2));
  const [best] = finish(greedySearch(step, task, { alpha: 0, onToken }));
  expect(streamed).toEqual(best!.tokens);
  expect(streamed).toContain(4);
});
