/** Which lines of code ran, from what V8 wrote (NODE_V8_COVERAGE), read by c8. Lines without code of their own do not count. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parse } from "acorn";
import { Report } from "c8";
import * as z from "zod";

/** Lines of one file, or of many. */
export interface CoveredLines {
  readonly covered: number;
  readonly total: number;
}

/** A statement of c8's is a line of the file. */
const ReportSchema = z.record(
  z.string(),
  z.object({
    statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
    s: z.record(z.string(), z.number()),
  }),
);

/** By path from `root`, of every file that the globs name: one that no test loads counts with all its lines. */
export async function lineCoverage(
  root: string,
  v8Folder: string,
  include: readonly string[],
): Promise<ReadonlyMap<string, CoveredLines>> {
  const folder = mkdtempSync(join(tmpdir(), "pipenb-coverage-"));
  try {
    await new Report({
      tempDirectory: v8Folder,
      reportsDirectory: folder,
      reporter: ["json"],
      include: [...include],
      exclude: [],
      extension: [".ts"],
      all: true,
      src: [root],
      resolve: root,
      excludeNodeModules: true,
    }).run();
    const report = ReportSchema.parse(JSON.parse(readFileSync(join(folder, "coverage-final.json"), "utf8")));
    return new Map(
      Object.entries(report).map(([path, { statementMap, s }]) => {
        const code = linesOfCode(readFileSync(path, "utf8"));
        const counted = Object.entries(statementMap).filter(([, { start }]) => code.has(start.line));
        const covered = counted.filter(([key]) => (s[key] ?? 0) > 0).length;
        return [relative(root, path), { covered, total: counted.length }];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines with a token that is neither comment nor type. */
function linesOfCode(text: string): ReadonlySet<number> {
  const lines = new Set<number>();
  parse(stripTypeScriptTypes(text), {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
    onToken: ({ loc }) => {
      for (let line = loc?.start.line ?? 0; line <= (loc?.end.line ?? -1); line += 1) lines.add(line);
    },
  });
  return lines;
}
