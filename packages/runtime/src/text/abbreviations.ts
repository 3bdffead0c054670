/** Words whose full stop does not end a sentence.
 *  `always`: before any word (titles, "e.g."). `beforeNumber`: only before a number ("No. 5", but "No. I stay.").
 *  `atEnd`: often the last words of a sentence or label, so that their full stop ends one as well ("etc.").
 *  `starters`: words that begin sentences so often that a full stop before them ends one even after an acronym.
 *  `ordinals`: a number of one or two digits with a full stop is an ordinal ("am 3. Oktober"). */
export interface Abbreviations {
  readonly always: ReadonlySet<string>;
  readonly beforeNumber: ReadonlySet<string>;
  readonly atEnd: ReadonlySet<string>;
  readonly starters: ReadonlySet<string>;
  readonly ordinals: boolean;
}

const english: Abbreviations = {
  always: new Set(
    (
      "mr mrs ms dr prof rev hon st mt ft sen rep gov gen col maj capt cmdr lt sgt cpl pvt supt pres " +
      "messrs mme mlle e.g i.e cf viz vs approx incl esp resp aka a.k.a"
    ).split(" "),
  ),
  beforeNumber: new Set(
    (
      "no nos nr fig figs p pp vol vols ch chap sec art eq eqs ref refs par tab ver v cap " +
      "jan feb mar apr jun jul aug sep sept oct nov dec ca c ed eds repr"
    ).split(" "),
  ),
  atEnd: new Set(
    "etc inc ltd corp co bros jr sr a.m p.m u.s u.k u.n ph.d b.c a.d al ed eds".split(" "),
  ),
  starters: new Set(
    (
      "a an the this that these those he she it they we you i his her its their our my there here what who when where " +
      "why how if in on at as by for from to with after before since while although however but and or so then now not no " +
      "many most some several all both each every other another one two such also even only just yet still today because " +
      "during under over between through within without whether which please click use see let are is was were do does did"
    ).split(" "),
  ),
  ordinals: false,
};

const german: Abbreviations = {
  always: new Set(
    (
      "hr fr dr prof dipl ing st z.b d.h u.a o.ä i.d.r s.o s.u v.a vgl bzw ggf evtl inkl exkl " +
      "ca sog zzgl bspw gem lt mind max min std z d u i o s v b h e.g i.e"
    ).split(" "),
  ),
  beforeNumber: new Set(
    "nr abb tab kap abs art bd s seite § jan feb apr aug sept okt nov dez".split(" "),
  ),
  atEnd: new Set(
    "usw usf etc ff f jh jhd tsd mio mrd mwst std sek co kg jr sr n.chr v.chr chr".split(" "),
  ),
  starters: new Set(
    (
      "der die das ein eine dies diese dieser dieses er sie es wir ihr ich sein seine ihre unser mein da dort hier was wer " +
      "wann wo warum wie wenn in im am an auf als bei für von vom zu zum zur mit nach vor seit während aber und oder so " +
      "dann nun nicht nein"
    ).split(" "),
  ),
  ordinals: true,
};

/** The abbreviations of a BCP 47 locale's language; English where there is no list. */
export function abbreviationsOf(locale: string): Abbreviations {
  return locale.toLowerCase().split("-")[0] === "de" ? german : english;
}

/** The word (dots inside it included, the last one not) whose full stop ends a text, if one does. */
export function wordBeforeStop(text: string): string | undefined {
  return lastWord.exec(text.slice(-longestWord))?.[1];
}

const lastWord = /(?:^|[\s([{"'“‘„»«])([\p{L}\p{M}§.]+)\.\s*$/u;

/** Code units before a full stop that decide what it ends. */
export const longestWord = 40;
