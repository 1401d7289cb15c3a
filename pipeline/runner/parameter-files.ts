/** The files that hold values of parameters, read where the pipeline is run. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FileText, ParameterFiles } from "../../notebook/parameters/parse-arguments.ts";
import { containerSecrets, localSecrets } from "../result/secret-folders.ts";

export interface FilesPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The notebook's. */
  readonly folder: string;
  /** The secrets that a container of the notebook would be given, where it is not this that the pipeline runs in. */
  readonly secrets?: readonly string[];
}

/** Paths that variables give start from the current folder. A newline at the end of a file is no part of the value. */
export function parameterFiles({ env, folder, secrets }: FilesPlace): ParameterFiles {
  return {
    read: (path) => textOf(resolve(path)),
    secret(name) {
      const local = secrets?.includes(name) === false ? [] : [localSecrets(env, folder)];
      return [containerSecrets, ...local]
        .map((each) => textOf(join(each, name)))
        .find((file) => file !== undefined);
    },
  };
}

function textOf(path: string): FileText {
  try {
    return { kind: "text", path, text: readFileSync(path, "utf8").replace(/\r?\n$/, "") };
  } catch (error) {
    const { code, message }: NodeJS.ErrnoException =
      error instanceof Error ? error : new Error(String(error));
    return code === "ENOENT" || code === "ENOTDIR" ? undefined : { kind: "unreadable", path, why: message };
  }
}
