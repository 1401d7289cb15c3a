import type { InstallPlace } from "../jupyter/kernelspecs.ts";
import type { AddCommand } from "./command.ts";

const after = `
Where Jupyter looks for kernels: of this user (the default), of the Python environment that is active, of another prefix, or of all users.
A kernelspec that pipenb did not write is left alone. docs/jupyter.md says what works in which client.

  pipenb jupyter install
  jupyter lab`;

/** `pipenb jupyter install|list|uninstall` */
export const addJupyter: AddCommand = (program, { terminal, env }) => {
  const jupyter = program
    .command("jupyter")
    .summary("make the kernel known to Jupyter's clients")
    .description(
      "JupyterLab, nbclient, papermill and every other client of Jupyter then run cells by pipenb.",
    );
  const withPlaces = (name: string, description: string) =>
    jupyter
      .command(name)
      .description(description)
      .option("--user", "for this user (the default)")
      .option("--sys-prefix", "for the Python environment that is active")
      .option("--prefix <dir>", "for the environment in that folder")
      .option("--system", "for all users of this machine");
  withPlaces("install", "Installs the kernelspec, or brings it up to date.")
    .option(
      "--runtime <where>",
      '"container" or "local" (a process of this machine); the container where there is an engine',
    )
    .addHelpText("after", after)
    .action(async ({ runtime, ...place }: InstallPlace & { runtime?: string }) => {
      const { installKernelspec } = await import("../jupyter/kernelspecs.ts");
      await installKernelspec({ place, runtime }, terminal, env);
    });
  jupyter
    .command("list")
    .description("Lists where it is installed.")
    .option("--json", "as JSON on stdout")
    .action(async ({ json }: { json?: boolean }) => {
      const { listKernelspecs } = await import("../jupyter/kernelspecs.ts");
      await listKernelspecs({ json: json === true }, terminal, env);
    });
  withPlaces("uninstall", "Removes the kernelspec.").action(async (place: InstallPlace) => {
    const { uninstallKernelspec } = await import("../jupyter/kernelspecs.ts");
    await uninstallKernelspec(place, terminal, env);
  });
};
