import type { ReplySent } from "../../protocol/requests.ts";

/** Content of `kernel_info_reply`. */
export function kernelInfo(): ReplySent<"kernel_info_request"> {
  return {
    status: "ok",
    protocol_version: "5.4",
    implementation: "pipenb",
    implementation_version: "0.1.0",
    language_info: {
      name: "typescript",
      version: process.versions.node,
      mimetype: "text/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "text/typescript" },
      nbconvert_exporter: "script",
    },
    banner: `pipenb, Node ${process.version}`,
    help_links: [],
    supported_features: [],
  };
}
