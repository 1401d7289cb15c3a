import type { ReplySent } from "./requests.ts";

/** Content of `kernel_info_reply`: what a kernel is, and what its cells are written in. `banner` is for consoles. Pure. */
export function kernelInfo(version: string, banner: string): ReplySent<"kernel_info_request"> {
  return {
    status: "ok",
    protocol_version: "5.4",
    implementation: "pipenb",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: process.versions.node,
      mimetype: "text/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner,
    help_links: [],
    supported_features: [],
  };
}
