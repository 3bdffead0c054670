/** A text, or a list of texts. */
export const textOrTexts: object = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
};

/** What is answered where something went wrong. */
export const errorSchema: object = {
  type: "object",
  additionalProperties: true,
  properties: { error: { type: "string" } },
};
