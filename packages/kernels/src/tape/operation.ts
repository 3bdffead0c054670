/** The operations of a tape, by the name of their {@link TapeBuilder} method. */
export type OperationName =
  | "embedInt8"
  | "embedFloat32"
  | "signPackTokenMaximum"
  | "signPackShift"
  | "bgemm"
  | "bgemmInt32"
  | "signWeightGemm"
  | "gemmFloat32"
  | "layerNorm"
  | "relu"
  | "add"
  | "attention"
  | "quantizeInt8"
  | "gemmInt8"
  | "logSoftmaxTopK"
  | "copyRows"
  | "binarize";
