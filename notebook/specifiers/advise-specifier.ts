/**
 * What is wrong with how an import names its module, and what to write instead. A notebook has the packages of its front matter,
 * the files beside it and Node's own modules, wherever it runs.
 */

/** The library that every notebook has by itself, whatever packages lie beside it. */
export const libraryName = "pipenb";

/** In a person's words. */
export interface ModuleAdvice {
  readonly message: string;
  readonly remedy: string;
}

/** Packages that the front matter names. */
type Npm = Readonly<Record<string, string>>;

/** undefined for a path below the notebook's folder, a package, a module of Node and data. */
export function adviseSpecifier(specifier: string, npm: Npm = {}): ModuleAdvice | undefined {
  const shown = JSON.stringify(specifier);
  if (/^(?:[a-z]:)?[\\/]|^[a-z]:[\\/]|^file:/i.test(specifier) && !/^\/\//.test(specifier))
    return {
      message: `${shown} is a place of this machine, which neither the kernel's container nor the image has.`,
      remedy: "Write the path from the file that imports, such as ./name.ts.",
    };
  if (/^\.{1,2}\\/.test(specifier))
    return {
      message: `${shown} is no path of a module.`,
      remedy: `Write "${specifier.replaceAll("\\", "/")}".`,
    };
  if (/^(?:#|[@~]\/)/.test(specifier))
    return {
      message: `${shown} is an alias of a package.json or tsconfig.json, which do not come into the image.`,
      remedy: "Write the path from the file that imports, such as ./name.ts.",
    };
  const scheme = /^([a-z][a-z+.-]*):/i.exec(specifier)?.[1];
  switch (scheme) {
    case undefined:
    case "node":
    case "data":
      return undefined;
    case "npm":
      return packageInstead(
        specifier.slice("npm:".length),
        npm,
        `${shown} is how Deno names a package of npm.`,
      );
    case "http":
    case "https":
      return fromWeb(specifier, npm);
    case "jsr":
      return {
        message: `${shown} is a package of JSR, and a notebook has packages of npm alone.`,
        remedy: "Import a package of npm that does the same and add it under image.npm in the front matter.",
      };
    default:
      return {
        message: `${shown} is no module that Node has.`,
        remedy: "Import a package of npm, a module of Node or a file beside the notebook.",
      };
  }
}

/** The name of the package that a specifier is of. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

const packagePath = /^\/?((?:@[\w.~-]+\/)?[\w.~-]+)(?:@([^/]*))?(\/.*)?$/;

function packageInstead(path: string, npm: Npm, message: string): ModuleAdvice | undefined {
  const [, name = "", version = "", rest = ""] = packagePath.exec(path) ?? [];
  if (name === "") return undefined;
  const write = `Write "${name}${rest}"`;
  if (Object.hasOwn(npm, name)) return { message, remedy: `${write}: the front matter has the package.` };
  const wanted = version === "" ? "latest" : version;
  return {
    message,
    remedy: `${write}, and add ${key(name)}: ${JSON.stringify(wanted)} under image.npm in the front matter.`,
  };
}

/** A name with a sign in it needs quotes in YAML. */
const key = (name: string): string => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));

/** Places that serve packages of npm have the package's name and version in their addresses. */
function fromWeb(specifier: string, npm: Npm): ModuleAdvice {
  const message = `${JSON.stringify(specifier)} is loaded from the web, where it may be another tomorrow; a notebook imports packages and files.`;
  const { pathname } = new URL(specifier);
  const path = pathname.replace(/^\/(?:(?:npm|v\d+|stable|pin)\/)*/, "");
  const isPackage =
    !/\.tsx?$/.test(path) && /^(?:@[\w.~-]+\/)?[\w.~-]+(?:@[^/]+)?$/.test(path.replace(/\/\+esm$/, ""));
  const advice = isPackage ? packageInstead(path.replace(/\/\+esm$/, ""), npm, message) : undefined;
  const file =
    path
      .split("/")
      .pop()
      ?.replace(/[^\w.-]/g, "") ?? "";
  return (
    advice ?? {
      message,
      remedy: `Save it beside the notebook and import that file, such as ./${/\.[cm]?[jt]s$/.test(file) ? file : "name.ts"}; or add a package of npm that does the same under image.npm.`,
    }
  );
}
