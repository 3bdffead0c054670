/** Frequent words that say which language a text is in. What is a word of both (in, so, was, man, will, also, hat) is
 *  in neither list. */
const englishWords =
  "the a and of to is are it that this for with you your not be been on by from or as at if but have has had can could " +
  "should would which when what who how there their they them these those we he she his her its than then into out " +
  "were do does did my me our us no all any some more most other only up about after before between because while where";
const germanWords =
  "der die das den dem des und ist sind nicht ein eine einen einem einer eines mit von zu zum zur auf für im sich es " +
  "er sie ich du wir ihr auch als aber oder wenn dass daß wird werden wurde wurden kann können muss müssen soll bei " +
  "beim nach aus um wie noch nur kein keine keinen sein seine haben hatte habe bitte dieser diese dieses diesen diesem " +
  "vom über unter zwischen durch weil wo mehr";

export type FunctionWordLanguage = "en" | "de";

const words: Readonly<Record<FunctionWordLanguage, ReadonlySet<string>>> = {
  en: new Set(englishWords.split(" ")),
  de: new Set(germanWords.split(" ")),
};
const fewestWords = 4;

/** Whether a text may be in a language, by its function words: it may not if it has four words or more, and at least
 *  two of the other language, more than twice as many as of its own. So a title or a name that is quoted does no harm. */
export function mayBeIn(language: FunctionWordLanguage, text: string): boolean {
  const tokens = text.toLowerCase().split(/\s+/u).map(withoutPunctuation);
  if (tokens.filter((token) => token !== "").length < fewestWords) return true;
  const own = countIn(tokens, words[language]);
  const others = countIn(tokens, words[language === "en" ? "de" : "en"]);
  return others < 2 || others <= 2 * own;
}

/** `A1`, `a.out` and `how-can-i-help` stay whole, and are no function words. */
function withoutPunctuation(token: string): string {
  return /[\p{L}\d](?:.*[\p{L}\d])?/u.exec(token)?.[0] ?? "";
}

function countIn(tokens: readonly string[], list: ReadonlySet<string>): number {
  return tokens.filter((token) => list.has(token)).length;
}
