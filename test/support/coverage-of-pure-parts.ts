/** What the unit tests run of the pure parts, folder by folder, as `npm test` prints it. */
import { matchesGlob } from "node:path";
import { leastCovered, pureParts } from "../pure-parts.ts";
import { lineCoverage, type CoveredLines } from "./line-coverage.ts";

export interface PureCoverage {
  readonly table: string;
  readonly isEnough: boolean;
}

/** From what V8 wrote into the folder. */
export async function coverageOfPureParts(root: string, v8Folder: string): Promise<PureCoverage> {
  const files = [
    ...(await lineCoverage(
      root,
      v8Folder,
      pureParts.map(({ folder }) => `${folder}/**`),
    )),
  ];
  const rows = pureParts.map(({ folder, without = {} }) => {
    const left = Object.values(without).flat();
    const own = files.filter(
      ([path]) =>
        path.startsWith(`${folder}/`) && !left.some((glob) => matchesGlob(path, `${folder}/${glob}`)),
    );
    return [folder, sum(own.map(([, lines]) => lines))] as const;
  });
  const all = sum(rows.map(([, lines]) => lines));
  return {
    table: [...rows, ["all of them", all] as const].map(([name, lines]) => row(name, lines)).join("\n"),
    isEnough: all.covered >= leastCovered * all.total,
  };
}

function sum(all: readonly CoveredLines[]): CoveredLines {
  return all.reduce(
    (one, other) => ({ covered: one.covered + other.covered, total: one.total + other.total }),
    { covered: 0, total: 0 },
  );
}

function row(name: string, { covered, total }: CoveredLines): string {
  const percent = total === 0 ? "none" : `${((100 * covered) / total).toFixed(1)} %`;
  return `  ${name.padEnd(32)}${percent.padStart(8)}  ${covered} of ${total} lines`;
}
