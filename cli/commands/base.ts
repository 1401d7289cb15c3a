import { Argument } from "commander";
import { type OwnBase, ownBases } from "../../containers/images/base-kind.ts";
import type { AddCommand } from "./command.ts";

const after = `
Notebooks name one under image.base of their front matter: pipenb/base, pipenb/data or pipenb/geo.

  base   Node 24 on Debian, certificates and time zones
  data   the same with Polars, DuckDB, Danfo and Arrow, and the client of PostgreSQL
  geo    the same as base with the netCDF tools, NCO and GDAL`;

/** `pipenb base NAME` */
export const addBase: AddCommand = (program, { terminal, env, exitWith }) => {
  program
    .command("base")
    .summary("make one of pipenb's own base images")
    .description("Makes a base image on this machine's engine. No registry has them.")
    .addArgument(new Argument("<name>", "which one").choices(ownBases))
    .option("--json", "the image as JSON on stdout")
    .addHelpText("after", after)
    .action(async (name: OwnBase, { json }: { json?: boolean }) => {
      terminal.json = json === true;
      const { buildBase } = await import("../export/build-base.ts");
      exitWith(await buildBase(name, terminal, env));
    });
};
