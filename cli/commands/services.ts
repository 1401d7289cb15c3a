import type { AddCommand } from "./command.ts";

const notebookWords = "a .pipenb file";
const nameWords = "the service, as the front matter names it; not needed where there is one alone";

const afterShell = `
What stands behind "--" runs instead of a shell; the exit code is its own.

  pipenb services shell orders.pipenb db -- psql -U postgres
  pipenb services shell orders.pipenb db -- pg_dump -U postgres > orders.sql`;

/** `pipenb services list|logs|shell|reset|move|prune` */
export const addServices: AddCommand = (program, { terminal, env, exitWith }) => {
  const services = program
    .command("services")
    .summary("see, open and reset services of notebooks")
    .description("Services of notebooks, which keep what they hold between kernels, and what they keep.");
  services
    .command("list")
    .description("Lists services that run or keep data.")
    .argument("[notebook]", "those of this notebook")
    .option("--json", "as JSON on stdout")
    .action(async (notebook: string | undefined, { json }: { json?: boolean }) => {
      const { listServices } = await import("../services/list-services.ts");
      await listServices({ notebook, json: json === true }, terminal, env);
    });
  services
    .command("logs")
    .description("Shows what a service has written, also of one that has stopped.")
    .argument("<notebook>", notebookWords)
    .argument("[name]", nameWords)
    .option("--follow", "and what it writes from now on")
    .action(async (notebook: string, name: string | undefined, { follow }: { follow?: boolean }) => {
      const { showLogs } = await import("../services/use-service.ts");
      exitWith(await showLogs({ notebook, name, follow: follow === true }, terminal, env));
    });
  services
    .command("shell")
    .description("Opens a shell in a service that runs.")
    .usage("<notebook> <name> [-- command...]")
    .argument("<notebook>", notebookWords)
    .argument("<name>", "the service, as the front matter names it")
    .argument("[command...]", 'what runs instead, behind "--"')
    .addHelpText("after", afterShell)
    .action(async (notebook: string, name: string, command: string[]) => {
      const { openShell } = await import("../services/use-service.ts");
      exitWith(await openShell({ notebook, name, command }, terminal, env));
    });
  services
    .command("reset")
    .description("Drops what services of a notebook keep.")
    .argument("<notebook>", notebookWords)
    .argument("[name]", "that service alone")
    .option("--yes", "do not ask")
    .action(async (notebook: string, name: string | undefined, { yes }: { yes?: boolean }) => {
      const { resetServices } = await import("../services/drop-data.ts");
      await resetServices({ notebook, name, yes: yes === true }, terminal, env);
    });
  services
    .command("move")
    .description("Takes what services keep along to a notebook's other path.")
    .argument("<from>", "the notebook's former path, where no file needs to be")
    .argument("<to>", notebookWords)
    .argument("[name]", "that service alone")
    .option("--replace", "drop what is kept there")
    .action(
      async (from: string, to: string, name: string | undefined, { replace }: { replace?: boolean }) => {
        const { moveServices } = await import("../services/move-data.ts");
        await moveServices({ from, to, name, replace: replace === true }, terminal, env);
      },
    );
  services
    .command("prune")
    .description("Drops what services of notebooks keep whose files are gone from this machine.")
    .option("--yes", "do not ask")
    .action(async ({ yes }: { yes?: boolean }) => {
      const { pruneServices } = await import("../services/drop-data.ts");
      await pruneServices({ yes: yes === true }, terminal, env);
    });
};
