/** Location of the packed model file. */
export declare const modelUrl: URL;
/** Location of the standard `tokenizer.json` that the model was trained with. */
export declare const tokenizerUrl: URL;
