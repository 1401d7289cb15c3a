/** The pipeline and the modules beside it, in its image: loaded as the kernel loads them, in the form that the export has made. */
import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { CompileError } from "../../modules/compile-error.ts";
import { compileModule } from "../../modules/compile-module.ts";
import { hookModules } from "../../modules/hook-modules.ts";
import { splitMap } from "../../modules/strip.ts";
import { checksum, compiledFile } from "../code/compiled-form.ts";
import type { CompiledForms } from "../code/compiled-form.ts";
import { readReportSource, reportFiles } from "../report/report-source.ts";

const folder = new URL(".", import.meta.url);

/** The library of the cells, where they use it. */
export const libraryUrl = new URL("./pipenb.mjs", import.meta.url).href;

/** Installs it for this process or thread. `isReported`: the pipeline shows what its cells end with. */
export function loadLocalModules(isReported = false): void {
  let forms: CompiledForms | undefined;
  hookModules((text, path) => {
    forms ??= readForms();
    const below = relative(fileURLToPath(folder), path).split(sep).join("/");
    const reported = isReported && below === "pipeline.ts" ? reportedCode(text) : undefined;
    if (reported !== undefined) return splitMap(reported);
    const form = forms[below];
    if (form?.of === checksum(text)) return splitMap(form.code);
    // Somebody works on the export.
    if (form?.byCompiler === true)
      throw new CompileError(
        `${below} was changed since it was exported, and takes the compiler, which is not here. Change it beside the notebook and export that again.`,
        1,
        1,
      );
    return compileModule(text, path);
  }, libraryUrl);
}

/** Undefined where somebody has changed the pipeline since. */
function reportedCode(text: string): string | undefined {
  try {
    const { code } = readReportSource(readFileSync(new URL(reportFiles.source, folder), "utf8"));
    return code.of === checksum(text) ? code.code : undefined;
  } catch {
    return undefined; // then the report has what the pipeline prints
  }
}

function readForms(): CompiledForms {
  try {
    // SAFETY: written by the export, beside this file.
    return JSON.parse(readFileSync(new URL(compiledFile, folder), "utf8")) as CompiledForms;
  } catch {
    return {}; // what it holds can be made again
  }
}
