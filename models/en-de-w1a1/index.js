/** Location of the packed model file. */
export const modelUrl = new URL("./model.safetensors", import.meta.url);
/** Location of the standard `tokenizer.json` that the model was trained with. */
export const tokenizerUrl = new URL("./tokenizer.json", import.meta.url);
