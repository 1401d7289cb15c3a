/** Writes one npm package into the YAML of a front matter and leaves everything else as it stands. */
import { isMap, isScalar, isSeq, parseDocument, stringify, type YAMLMap } from "yaml";
import type { FrontMatter } from "../front-matter.ts";
import { editYaml, newYaml } from "./edit-yaml.ts";
import { defaultFrontMatter, readFrontMatter } from "./read-front-matter.ts";

/** The YAML with the package under `image.npm`, in place of another range of it; undefined for YAML that cannot be edited. */
export function withPackage(yaml: string | undefined, name: string, range: string): string | undefined {
  if (yaml === undefined) return newYaml(withNpm(defaultFrontMatter(), name, range)).trimEnd();
  const { frontMatter, problems } = readFrontMatter(yaml, 1);
  if (problems.some(({ severity }) => severity === "error")) return undefined;
  const wanted = withNpm(frontMatter, name, range);
  const says = (text: string | undefined): text is string =>
    text !== undefined && JSON.stringify(readFrontMatter(text, 1).frontMatter) === JSON.stringify(wanted);
  const inserted = inPlace(yaml, name, range);
  if (says(inserted)) return inserted;
  const edited = editYaml(yaml, frontMatter, wanted)?.trimEnd();
  return says(edited) ? edited : undefined;
}

function withNpm(frontMatter: FrontMatter, name: string, range: string): FrontMatter {
  const { image } = frontMatter;
  return { ...frontMatter, image: { ...image, npm: { ...image.npm, [name]: range } } };
}

/** Where packages stand already, one more is a few characters: the rest keeps its form. */
function inPlace(yaml: string, name: string, range: string): string | undefined {
  const document = parseDocument(yaml);
  const npm = document.getIn(["image", "npm"], true);
  if (npm === undefined) return withMap(yaml, document.contents, document.get("image", true), [name, range]);
  if (!isMap(npm) || npm.items.length === 0) return undefined;
  const present = npm.items.find(({ key }) => isScalar(key) && key.value === name);
  const value = inYaml(range);
  if (present !== undefined) {
    const place = rangeOf(present.value);
    return place && yaml.slice(0, place.start) + value + yaml.slice(place.end);
  }
  const last = rangeOf(npm.items.at(-1)?.value);
  if (last === undefined) return undefined;
  const entry = `${inYaml(name)}: ${value}`;
  if (npm.flow === true) return `${yaml.slice(0, last.end)}, ${entry}${yaml.slice(last.end)}`;
  const at = lineEnd(yaml, last.end);
  return `${yaml.slice(0, at)}\n${" ".repeat(columnOf(npm, yaml))}${entry}${yaml.slice(at)}`;
}

/** The whole map of packages is new: below the other keys of `image`, or with `image` below everything else. */
function withMap(
  yaml: string,
  top: unknown,
  image: unknown,
  [name, range]: readonly [string, string],
): string | undefined {
  const entry = `${inYaml(name)}: ${inYaml(range)}`;
  if (image === undefined) {
    const isBlock = isMap(top) && top.flow !== true && top.items.length > 0;
    return isBlock ? `${yaml.trimEnd()}\nimage:\n  npm:\n    ${entry}` : undefined;
  }
  if (!isMap(image) || image.flow === true) return undefined;
  const value = image.items.at(-1)?.value;
  // Where another kind of value ends, its last line tells, and not its own range.
  const isOnOneLine = isScalar(value) || ((isMap(value) || isSeq(value)) && value.flow === true);
  if (!isOnOneLine || value.range === undefined || value.range === null) return undefined;
  const [at, indent] = [lineEnd(yaml, value.range[1]), " ".repeat(columnOf(image, yaml))];
  return `${yaml.slice(0, at)}\n${indent}npm:\n${indent}  ${entry}${yaml.slice(at)}`;
}

function rangeOf(node: unknown): { readonly start: number; readonly end: number } | undefined {
  if (!isScalar(node) || node.range === undefined || node.range === null) return undefined;
  return { start: node.range[0], end: node.range[1] };
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

/** How far the map's keys are indented. */
function columnOf(map: YAMLMap, yaml: string): number {
  const start = map.range?.[0] ?? 0;
  return start - (yaml.lastIndexOf("\n", start - 1) + 1);
}

/** Quoted where it must be, also inside brackets. */
function inYaml(text: string): string {
  return stringify([text], { collectionStyle: "flow", lineWidth: 0 }).trim().slice(1, -1).trim();
}
