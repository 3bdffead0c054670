/** What a cell of a library computes, in the notation of Liberty files; pins are letters. */
export interface LibraryCell {
  readonly inputs: string;
  readonly outputs: Readonly<Record<string, string>>;
}

const gate = (inputs: string, y: string): LibraryCell => ({ inputs, outputs: { Y: y } });

/** Combinational cells by what they do, whatever a library calls them. */
export const libraryCells: Readonly<Record<string, LibraryCell>> = {
  INV: gate("A", "!A"),
  BUF: gate("A", "A"),
  NAND2: gate("AB", "!(A&B)"),
  NAND2B: gate("AB", "!(!A&B)"),
  NAND3: gate("ABC", "!(A&B&C)"),
  NAND3B: gate("ABC", "!(!A&B&C)"),
  NAND4: gate("ABCD", "!(A&B&C&D)"),
  NOR2: gate("AB", "!(A|B)"),
  NOR2B: gate("AB", "!(A|!B)"),
  NOR3: gate("ABC", "!(A|B|C)"),
  NOR4: gate("ABCD", "!(A|B|C|D)"),
  AND2: gate("AB", "A&B"),
  AND3: gate("ABC", "A&B&C"),
  AND4: gate("ABCD", "A&B&C&D"),
  OR2: gate("AB", "A|B"),
  OR3: gate("ABC", "A|B|C"),
  OR4: gate("ABCD", "A|B|C|D"),
  XOR2: gate("AB", "A^B"),
  XNOR2: gate("AB", "!(A^B)"),
  AO21: gate("ABC", "(A&B)|C"),
  AOI21: gate("ABC", "!((A&B)|C)"),
  AOI22: gate("ABCD", "!((A&B)|(C&D))"),
  AOI221: gate("ABCDE", "!((A&B)|(C&D)|E)"),
  OAI21: gate("ABC", "!((A|B)&C)"),
  OAI22: gate("ABCD", "!((A|B)&(C|D))"),
  MUX2: gate("ABS", "(S&B)|(!S&A)"),
  MUXI2: gate("ABS", "!((S&B)|(!S&A))"),
  MUX4: gate("ABCDST", "(!T&((!S&A)|(S&B)))|(T&((!S&C)|(S&D)))"),
  FA: { inputs: "ABC", outputs: { S: "A^B^C", CO: "(A&B)|(A&C)|(B&C)" } },
};
