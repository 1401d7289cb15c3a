/** Gathers the npm packages that cells import, for `image.npm` of the front matter. */
import type { FrontMatter } from "../front-matter.ts";
import { bindingOfModule } from "./bindings.ts";
import { foreignSpecifier, npmPackage } from "./foreign-specifier.ts";
import type { ImportFinding } from "./imported.ts";

/** What is known of modules outside of the notebook. */
export interface Surroundings {
  /** Whether Node has the module itself. */
  readonly isBuiltin: (module: string) => boolean;
  /** The range that a package.json near the notebook names for a package. */
  readonly rangeOf: (packageName: string) => string | undefined;
}

/** How an import stands in the notebook: the same name, or another one; and what is to be said of it. */
export interface TakenImport {
  readonly module: string;
  readonly finding?: Pick<ImportFinding, "message" | "remedy" | "stops">;
}

export class Packages {
  readonly #frontMatter: FrontMatter;
  readonly #surroundings: Surroundings;
  /** Undefined where no import has named a version yet. */
  readonly #found = new Map<string, string | undefined>();

  constructor(frontMatter: FrontMatter, surroundings: Surroundings) {
    this.#frontMatter = frontMatter;
    this.#surroundings = surroundings;
  }

  /** Adds the package that an import names, and gives the import as it stands here. */
  take(module: string): TakenImport {
    if (bindingOfModule(module) !== undefined) return { module };
    const npm = npmPackage(module);
    if (npm !== undefined) {
      const finding = this.add(npm.name, npm.range);
      return { module: `${npm.name}${npm.subpath}`, ...(finding === undefined ? {} : { finding }) };
    }
    const finding = foreignSpecifier(module);
    if (finding !== undefined) return { module, finding: { ...finding, stops: true } };
    const name = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?=\/|$)/i.exec(module)?.[0];
    if (name !== undefined && !this.#surroundings.isBuiltin(module)) this.add(name, undefined);
    return { module };
  }

  /** Adds a package; says so where another version of it is there already. */
  add(name: string, range: string | undefined): TakenImport["finding"] {
    const before = this.#found.get(name) ?? this.#frontMatter.image.npm[name];
    this.#found.set(name, before ?? range);
    if (before === undefined || range === undefined || before === range) return undefined;
    return {
      message: `${name} is imported in two versions, ${before} and ${range}; the notebook has ${before}.`,
      remedy: "Change it under image.npm in the front matter where the other one is needed.",
    };
  }

  /** The front matter with all of them. */
  frontMatter(): FrontMatter {
    if (this.#found.size === 0) return this.#frontMatter;
    const { image } = this.#frontMatter;
    const added = [...this.#found].map(([name]) => [name, this.#range(name)] as const);
    return {
      ...this.#frontMatter,
      image: { ...image, npm: { ...image.npm, ...Object.fromEntries(added) } },
    };
  }

  /** Names the packages of which no version is known. */
  findings(): readonly ImportFinding[] {
    const open = [...this.#found.keys()].filter((name) => this.#range(name) === "*");
    if (open.length === 0) return [];
    return [
      {
        message: `No version is named for ${open.join(", ")}: the newest is taken.`,
        remedy: "Write the wanted range under image.npm in the front matter, such as ms: ^2.1.3.",
      },
    ];
  }

  #range(name: string): string {
    return this.#found.get(name) ?? this.#surroundings.rangeOf(name) ?? "*";
  }
}
