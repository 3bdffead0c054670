/** A source text without what its translation gets back. */
export interface Shaped {
  /** What is to be translated. */
  readonly text: string;
  /** Puts back what was taken off; of the untouched {@link text} it makes the source. */
  restore(translation: string): string;
}

/** Takes something off a source text. */
export type TakeShape = (source: string) => Shaped;

/** A shape of its parts. A translation that is the text itself (nothing was translated) gives the source back as it
 *  stands, whatever `restore` would make of it. */
export function shaped(
  source: string,
  text: string,
  restore: (translation: string) => string,
): Shaped {
  return {
    text,
    restore: (translation) => (translation === text ? source : restore(translation)),
  };
}

/** The shape of a text that nothing is taken off. */
export function unshaped(source: string): Shaped {
  return { text: source, restore: (translation) => translation };
}
