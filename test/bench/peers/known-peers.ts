/** The kernels pipenb is compared with. */
import { spawnSync } from "node:child_process";
import { typicalCell } from "../typical-cell.ts";
import type { Peer, PeerCode } from "./peer.ts";

const texts = 50;
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: texts }, (_, index) => make(index));

const printLines = 'for (let index = 0; index < 100000; index += 1) console.log("line", index);';
const htmlSetup = 'const html = "<p>ten megabytes</p>".repeat(500000); 0';

const deno: PeerCode = {
  trivial: "1 + 1",
  typical: many(typicalCell),
  lines: printLines,
  display_setup: htmlSetup,
  display: '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": html }) })',
  endless: "while (true) {}",
  keep: "const kept = 1; kept",
  kept: "kept + 1",
};

const tslab: PeerCode = {
  ...deno,
  display_setup: `import * as tslab from "tslab"; ${htmlSetup}`,
  display: "tslab.display.html(html)",
};

const ipython: PeerCode = {
  trivial: "1 + 1",
  typical: many(
    (index) => `from dataclasses import dataclass
@dataclass
class Order${index}:
    id: int
    country: str
    price: float
orders${index} = [Order${index}(id, "CZ" if id % 2 == 0 else "DE", id * ${index + 1}) for id in range(20)]
def total_of(orders, country):
    return sum(order.price for order in orders if order.country == country)
total = total_of(orders${index}, "CZ")
f"{len(orders${index})} orders, {total:.2f} in total"`,
  ),
  lines: 'for index in range(100000): print("line", index)',
  display_setup: 'from IPython.display import HTML; html = "<p>ten megabytes</p>" * 500000',
  display: "HTML(html)",
  endless: "while True: pass",
  keep: "kept = 1",
  kept: "kept + 1",
};

/** The first number in what a command prints, or undefined when there is no such command. */
function versionOf(command: string, args: readonly string[]): string | undefined {
  const done = spawnSync(command, args, { encoding: "utf8" });
  return done.status === 0 ? /\d[\w.]*/.exec(done.stdout)?.[0] : undefined;
}

/** In the order of the table's columns; ipykernel runs in the Python given. */
export const knownPeers = (python: string): readonly Peer[] => [
  {
    name: "deno",
    install: "npm install -g deno",
    version: () => versionOf("deno", ["--version"]),
    argv: ["deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
    language: "typescript",
    interruptMode: "message",
    code: deno,
  },
  {
    name: "tslab",
    install: "npm install -g tslab",
    version: () => versionOf("tslab", ["--version"]),
    argv: ["tslab", "kernel", "--config-path={connection_file}"],
    language: "typescript",
    interruptMode: "signal",
    code: tslab,
  },
  {
    name: "ipykernel",
    install: "apt-get install python3-ipykernel",
    version: () => versionOf(python, ["-c", "import ipykernel; print(ipykernel.__version__)"]),
    argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    language: "python",
    interruptMode: "signal",
    code: ipython,
  },
];
