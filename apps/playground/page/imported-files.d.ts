// What the build makes of a file that is imported with a suffix.

declare module "*?url" {
  const url: string;
  // biome-ignore lint/style/noDefaultExport: the form that the build gives them
  export default url;
}

declare module "*?worker&url" {
  const url: string;
  // biome-ignore lint/style/noDefaultExport: the form that the build gives them
  export default url;
}

declare module "virtual:shipped-models" {
  /** Descriptions by the names of models. */
  export const shippedModels: Readonly<Record<string, import("@bnnkit/model").ModelDescription>>;
}
