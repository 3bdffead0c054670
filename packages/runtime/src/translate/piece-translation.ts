import { bothConstraints } from "../search/both-constraints.ts";
import type { Hypothesis } from "../search/hypothesis.ts";
import { noRepeatConstraint } from "../search/no-repeat-constraint.ts";
import type { TokenConstraint } from "../search/token-constraint.ts";
import { type Fault, findFaults } from "../text/reliability.ts";
import type { PreparedPiece } from "./prepare-text.ts";
import type { TextOptions } from "./text-options.ts";
import type { SearchOptions } from "./translate-options.ts";
import { distinct, joinAlternatives, type TranslatedPiece } from "./translation.ts";
import type { TranslationSession } from "./translation-session.ts";
import type { Unit } from "./unit.ts";

export interface PieceOptions {
  readonly search: SearchOptions;
  readonly unreliable: Required<TextOptions>["unreliable"];
  /** Called once with each piece, by its index, when its translation is final. */
  readonly onPiece: (piece: number, translated: TranslatedPiece) => void;
}

/** Beam of the second search for a sentence whose translation went wrong. */
const secondBeam = 4;

/** Translates pieces. Of the hypotheses of a piece the best one without a fault is taken; where there is none it is
 *  searched once more, with a wider beam and loops forbidden; what has a fault even then is unreliable. */
export async function translatePieces(
  session: TranslationSession,
  pieces: readonly PreparedPiece[],
  { search, unreliable, onPiece }: PieceOptions,
): Promise<readonly TranslatedPiece[]> {
  const nBest = search.nBest ?? 1;
  const results = new Array<TranslatedPiece | undefined>(pieces.length);
  const finish = (index: number, translated: TranslatedPiece): void => {
    const result = withFaults(translated, pieces[index].innerFaults());
    results[index] = { ...result, alternatives: result.alternatives.slice(0, nBest) };
    onPiece(index, results[index]);
  };
  const open: number[] = [];
  pieces.forEach((piece, index) => {
    if (isCopied(piece)) finish(index, copyOf(piece));
    else open.push(index);
  });
  const faulty = new Map<number, TranslatedPiece>();
  await searchPieces(session, pieces, {
    indices: open,
    search,
    onPiece: (index, translated) => {
      if (translated.isReliable) finish(index, translated);
      else faulty.set(index, translated);
    },
  });
  const { beamSize = 1, onProgress, ...rest } = search;
  const wider = Math.max(secondBeam, beamSize);
  const isMisplaced = (index: number): boolean =>
    faulty.get(index)?.faults.includes("missing-span") ?? false;
  const second = pieces.map(({ unitsWithTags, ...piece }, index) =>
    unitsWithTags && isMisplaced(index) ? { ...piece, units: unitsWithTags } : piece,
  );
  await searchPieces(session, second, {
    indices: [...faulty.keys()],
    search: { ...rest, beamSize: wider, nBest: wider },
    constrain: ({ constraint }) => {
      const noRepeat = noRepeatConstraint(session.description.tokens.end);
      return constraint ? bothConstraints(constraint, noRepeat) : noRepeat;
    },
    onPiece: (index, translated) => {
      const first = isMisplaced(index) ? translated : (faulty.get(index) ?? translated);
      finish(index, translated.isReliable ? translated : giveUp(first, unreliable));
    },
  });
  return results.filter((result) => result !== undefined);
}

interface PieceSearch {
  /** Which pieces. */
  readonly indices: readonly number[];
  readonly search: SearchOptions;
  readonly constrain?: (unit: Unit) => TokenConstraint | undefined;
  readonly onPiece: (index: number, translated: TranslatedPiece) => void;
}

/** Searches for translations of the units of some pieces; tells of a piece when its last unit is done, or, where tags have to
 *  be placed, at the end. */
async function searchPieces(
  session: TranslationSession,
  pieces: readonly PreparedPiece[],
  { indices, search, constrain = ({ constraint }) => constraint, onPiece }: PieceSearch,
): Promise<void> {
  if (indices.length === 0) return;
  const units = indices.flatMap((index) =>
    pieces[index].units.flatMap((unit) => (unit.ids.length > 0 ? [{ index, unit }] : [])),
  );
  const found = new Map<Unit, readonly Hypothesis[]>();
  const missing = new Map<number, number>();
  for (const { index } of units) missing.set(index, (missing.get(index) ?? 0) + 1);
  const tagged = units.filter(({ unit }) => unit.placeTags !== undefined);
  const waiting = new Set(tagged.map(({ index }) => index));
  await session.translateIds(
    units.map(({ unit }) => unit.ids),
    {
      ...search,
      constraints: units.map(({ unit }) => constrain(unit)),
      keepOrder: true,
      onSentence: (sentence, hypotheses) => {
        const { index, unit } = units[sentence];
        found.set(unit, hypotheses);
        const left = (missing.get(index) ?? 1) - 1;
        missing.set(index, left);
        if (left > 0 || waiting.has(index)) return;
        onPiece(index, assemble(pieces[index], found, search.nBest ?? 1));
      },
    },
  );
  const placed = await placeTags(
    session,
    tagged.map(({ unit }) => ({ unit, hypotheses: found.get(unit) ?? [] })),
    search,
  );
  for (const [i, { unit }] of tagged.entries()) found.set(unit, placed[i]);
  for (const index of waiting) {
    onPiece(index, assemble(pieces[index], found, search.nBest ?? 1));
  }
}

/** Hypotheses with the tags of their units; as they are where these cannot be placed. */
async function placeTags(
  session: TranslationSession,
  found: readonly { readonly unit: Unit; readonly hypotheses: readonly Hypothesis[] }[],
  { signal }: SearchOptions,
): Promise<readonly (readonly Hypothesis[])[]> {
  if (found.length === 0) return [];
  const pairs = found.flatMap(({ unit, hypotheses }) =>
    hypotheses.map(({ tokens }) => ({ ids: unit.ids, tokens })),
  );
  const looked = await session.alignIds(
    pairs.map(({ ids }) => ids),
    pairs.map(({ tokens }) => tokens),
    signal && { signal },
  );
  let next = 0;
  return found.map(({ unit, hypotheses }) =>
    hypotheses.map((hypothesis) => {
      const { tokens } = hypothesis;
      return { ...hypothesis, tokens: unit.placeTags?.(tokens, looked[next++]) ?? tokens };
    }),
  );
}

/** The translation of a piece from the hypotheses of its units: alternatives without a fault, or with one if all have. */
function assemble(
  piece: PreparedPiece,
  found: ReadonlyMap<Unit, readonly Hypothesis[]>,
  nBest: number,
): TranslatedPiece {
  const reference = piece.filled();
  const parts = piece.units.map((unit) => {
    const hypotheses = found.get(unit);
    const alternatives = hypotheses?.map(({ tokens, score, logProbability }) => {
      return { text: unit.read(tokens), score, logProbability };
    });
    return { alternatives: alternatives ?? [{ text: unit.text, ...certain }], separator: "" };
  });
  const isComplete = piece.units.every((unit) => found.get(unit)?.[0]?.isComplete ?? true);
  const judged = joinAlternatives("", parts, nBest).map(({ text: masked, ...scores }) => {
    const target = piece.finish(masked);
    const hasSpans = piece.hasSpans(masked);
    const faults = findFaults({ source: reference, target, isComplete, hasSpans });
    return { alternative: { ...scores, text: target }, faults };
  });
  const good = judged.filter(({ faults }) => faults.length === 0);
  // A text's best translation is that of its best scores, so none with a fault may stand beside one without.
  const shown = good.length > 0 ? good : judged;
  const [{ alternative, faults }] = shown;
  return {
    ...alternative,
    source: piece.text,
    alternatives: distinct(shown.map((entry) => entry.alternative)),
    isCopied: false,
    isComplete,
    isReliable: faults.length === 0,
    faults,
  };
}

const certain = { score: 0, logProbability: 0 };

function isCopied({ units }: PreparedPiece): boolean {
  return units.every(({ ids }) => ids.length === 0);
}

function copyOf(piece: PreparedPiece): TranslatedPiece {
  const copy = { text: piece.finish(piece.units.map(({ text }) => text).join("")), ...certain };
  return {
    ...copy,
    source: piece.text,
    alternatives: [copy],
    isCopied: copy.text === piece.text,
    isComplete: true,
    isReliable: true,
    faults: [],
  };
}

/** A translated piece with what is wrong inside its spans. */
function withFaults(translated: TranslatedPiece, inner: readonly Fault[]): TranslatedPiece {
  if (inner.length === 0) return translated;
  return {
    ...translated,
    isComplete: translated.isComplete && !inner.includes("truncated"),
    isReliable: false,
    faults: [...new Set([...translated.faults, ...inner])],
  };
}

function giveUp(
  translated: TranslatedPiece,
  unreliable: Required<TextOptions>["unreliable"],
): TranslatedPiece {
  if (unreliable === "keep") return translated;
  const copy = { text: translated.source, ...certain };
  return { ...translated, ...copy, alternatives: [copy], isCopied: true };
}
