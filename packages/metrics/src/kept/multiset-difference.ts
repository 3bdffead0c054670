/** What a text must keep, and how a translation differs in it. */
export interface KindReport {
  /** Items of the source, in order. */
  readonly source: readonly string[];
  /** Items of the source that the target lacks. */
  readonly missing: readonly string[];
  /** Items of the target that the source lacks. */
  readonly extra: readonly string[];
  /** What is wrong although every item may be there. */
  readonly faults: readonly string[];
}

/** An item as reports show it, and what makes two of them the same. */
export interface Keyed {
  readonly text: string;
  readonly key: string;
}

/** Items of `a` left over when each is paired with one of `b` that has the same key. */
export function multisetDifference<T extends Keyed>(a: readonly T[], b: readonly Keyed[]): T[] {
  const available = new Map<string, number>();
  for (const { key } of b) available.set(key, (available.get(key) ?? 0) + 1);
  return a.filter(({ key }) => {
    const count = available.get(key) ?? 0;
    available.set(key, count - 1);
    return count <= 0;
  });
}

/** The report of two multisets of items. */
export function compareItems(
  source: readonly Keyed[],
  target: readonly Keyed[],
  faults: readonly string[] = [],
): KindReport {
  return {
    source: source.map(textOf),
    missing: multisetDifference(source, target).map(textOf),
    extra: multisetDifference(target, source).map(textOf),
    faults,
  };
}

function textOf({ text }: Keyed): string {
  return text;
}
