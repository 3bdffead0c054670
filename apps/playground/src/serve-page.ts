import { preview } from "vite";
import { pageHeaders } from "./page-headers.ts";

/** Where a page is served, until it is closed. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface ServePageOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

/** Serves a page that was built, with its headers.
 *  @throws Error of the system where the port cannot be had. */
export async function servePage(
  folder: string,
  { host, port }: ServePageOptions,
): Promise<PageServer> {
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: "error",
    build: { outDir: folder },
    preview: { host, port, strictPort: true, headers: pageHeaders },
  });
  const [url = ""] = [
    ...(server.resolvedUrls?.local ?? []),
    ...(server.resolvedUrls?.network ?? []),
  ];
  return { url, close: () => server.close() };
}
