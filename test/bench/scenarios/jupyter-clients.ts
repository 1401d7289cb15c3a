import { join } from "node:path";
import { root } from "../../support/command-line.ts";
import { clientsPython, measureThroughClients } from "../peers/through-clients.ts";
import type { Figure, PeerKey, Scenario } from "../scenario.ts";
import { typicalCell } from "../typical-cell.ts";

/** What a kernelspec starts, measured by Jupyter's own clients. */
export const jupyterClients: Scenario = {
  name: "jupyter",
  run: () => {
    const python = clientsPython();
    if (python === undefined)
      return Promise.resolve({ skipped: "Jupyter is not here (bash .ci/jupyter.sh brings it)" });
    const program = join(root, "dist/cli/jupyter-kernel.js");
    const samples = measureThroughClients(python, {
      name: "pipenb",
      argv: [process.execPath, program, "--runtime", "local", "--connection-file", "{connection_file}"],
      language: "typescript",
      interruptMode: "message",
      trivial: "1 + 1",
      cells: Array.from({ length: 5 }, (_, index) => typicalCell(index)),
    });
    const figure = (what: string, peer: PeerKey, target: number): Figure => {
      const sample = samples?.[peer];
      if (sample === undefined) throw new Error("Jupyter's clients could not measure the kernel.");
      return { what, unit: "ms", sample, target, peer, part: "jupyter" };
    };
    return Promise.resolve([
      figure("start of a kernel to its first result", "client_start", 600),
      figure("trivial cell, there and back", "client_round_trip", 3),
      figure("restart", "client_restart", 700),
      figure("nbclient, a notebook of five cells", "client_notebook", 650),
    ]);
  },
};
