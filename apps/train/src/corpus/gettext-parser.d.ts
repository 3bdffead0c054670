// gettext-parser ships no types; this is the part read here.
declare module "gettext-parser" {
  interface Message {
    readonly msgid: string;
    readonly msgid_plural?: string;
    readonly msgstr?: readonly string[];
    readonly comments?: { readonly flag?: string };
  }
  interface Catalogue {
    readonly translations: Readonly<Record<string, Readonly<Record<string, Message>>>>;
  }
  export const mo: { parse(bytes: Buffer, defaultCharset?: string): Catalogue };
  export const po: { parse(text: string | Buffer): Catalogue };
}
