import { buildSettings } from "../../containers/images/base-image.ts";
import { buildPipelineImage } from "../../containers/images/pipeline-image.ts";
import { connectOrExplain } from "../engine/connect-or-explain.ts";
import { gatherExport } from "../export/gather-export.ts";
import { openNotebook } from "../notebook/open-notebook.ts";
import { StopSignals } from "../run/stop-signals.ts";
import { bytes } from "../../containers/figures/bytes.ts";
import { duration } from "../../containers/figures/duration.ts";
import { showProgress } from "../terminal/show-progress.ts";
import type { AddCommand } from "./command.ts";

/** `pipenb build NOTEBOOK --tag NAME` */
export const addBuild: AddCommand = (program, { terminal, env }) => {
  program
    .command("build")
    .summary("build the pipeline's image")
    .description(
      "Exports the notebook and builds its image. Layers that have not changed come from the cache.",
    )
    .argument("<notebook>", "the .pipenb file")
    .requiredOption("--tag <name>", "the image's name, such as weather:1")
    .option("--json", "the image as JSON on stdout")
    .action(async (path: string, { tag, json }: { tag: string; json?: boolean }) => {
      terminal.json = json === true;
      const started = performance.now();
      const signals = new StopSignals(terminal);
      try {
        const open = await openNotebook(path);
        const engine = await connectOrExplain(env, signals.signal);
        const files = await gatherExport(open, terminal, signals.signal);
        const image = await buildPipelineImage(engine, {
          files,
          tag,
          settings: buildSettings(env),
          onEvent: showProgress(terminal),
          signal: signals.signal,
        });
        const milliseconds = Math.round(performance.now() - started);
        terminal.event({ tag, id: image.id, size: image.size, milliseconds });
        if (terminal.json) return;
        terminal.note(
          `${tag} is built (${bytes(image.size)}, ${duration(milliseconds)}). Run it: docker run --rm ${tag} --help`,
        );
        terminal.out(`${image.id}\n`);
      } finally {
        terminal.done();
        signals.release();
      }
    });
};
