/** A module that TypeScript did not find, in pipenb's own words: what is missing is a file, or a package of the front matter. */

/** TypeScript's numbers for it. */
const notFound: ReadonlySet<number> = new Set([2307, 2792, 2882, 7016]);

export interface MissingModule {
  readonly message: string;
  readonly remedy: string;
  /** The package to add; undefined where a file is missing. */
  readonly package?: string;
}

interface Diagnosed {
  readonly code: number;
  /** The file that imports, and where in it the diagnostic begins. */
  readonly text: string;
  readonly start: number;
  /** `image.npm` of the front matter. */
  readonly npm: Readonly<Record<string, string>>;
}

/** "expected" where the package is only not installed yet; undefined for another diagnostic. */
export function explainMissingModule({
  code,
  text,
  start,
  npm,
}: Diagnosed): MissingModule | "expected" | undefined {
  if (!notFound.has(code)) return undefined;
  const module = /^["']([^"']+)["']/.exec(text.slice(start))?.[1] ?? "";
  if (/^\.{0,2}\//.test(module)) {
    return {
      message: `There is no file ${module} beside the notebook.`,
      remedy: "Write its name with its ending: ./name.ts",
    };
  }
  const name = packageOf(module);
  if (name in npm) return "expected";
  return {
    message: `The package ${name} is not among the notebook's packages.`,
    remedy: "Add it under image.npm in the front matter.",
    package: name,
  };
}

function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}
