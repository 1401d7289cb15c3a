/** `README.md` of an export: how to build, run and try it. */
import type { FrontMatter } from "../notebook/front-matter.ts";
import { environmentName } from "../notebook/parameters/option-names.ts";
import type { Parameter, ParameterType } from "../notebook/parameters/parameter.ts";
import { limitOptions, limitsOf } from "../containers/figures/limits.ts";
import { defaultText, runArguments } from "../notebook/parameters/run-arguments.ts";
import { exitCodeTable } from "../notebook/program/exit-codes.ts";
import { shellWord } from "../notebook/shell-word.ts";

/** What the page is about. */
export interface ReadmeSource {
  readonly name: string;
  readonly title: string;
  readonly frontMatter: FrontMatter;
  readonly parameters: readonly Parameter[];
  readonly version: string;
}

/** The text. */
export function exportReadme(source: ReadmeSource): string {
  const { name, title, parameters, version } = source;
  const sample = sampleArguments(parameters);
  const limits = [" ", ...limitOptions(limitsOf(source.frontMatter)).map((word) => `${word} `)].join("");
  const sections = [
    `# ${title}`,
    `A data pipeline, exported by pipenb ${version} from \`${name}.pipenb\`.`,
    `## Build and run\n\n${fence("sh", buildLines(name, sample, limits))}`,
    `Results that the pipeline writes below its working directory \`/app/work\` are kept by mounting a folder there:\n\n${fence("sh", [mountLine(name, sample, limits)])}`,
    ...secretSection(source.frontMatter.secrets, name, sample, limits),
    parameterSection(parameters),
    exitCodes,
    `## Try it with compose\n\n${fence("sh", composeLines(source.frontMatter.secrets))}`,
    `## Work on the code\n\n${aboutCode}\n\n${fence("sh", checkLines(sample))}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function buildLines(name: string, sample: string, limits: string): readonly string[] {
  return [
    `docker build --tag ${name} .`,
    `docker run --rm ${name} --help`,
    `docker run --rm${limits}${name}${sample}`,
  ];
}

function mountLine(name: string, sample: string, limits: string): string {
  return `mkdir -p data/output && docker run --rm${limits}--user "$(id -u):$(id -g)" --volume "$PWD/data/output:/app/work/data/output" ${name}${sample}`;
}

function secretSection(
  secrets: readonly string[],
  name: string,
  sample: string,
  limits: string,
): readonly string[] {
  if (secrets.length === 0) return [];
  const list = secrets.map((secret) => `\`/run/secrets/${secret}\``).join(", ");
  const line = `docker run --rm${limits}--volume "$PWD/secrets:/run/secrets:ro" ${name}${sample}`;
  return [`It reads its secrets from files, ${list}; they are not in the image:\n\n${fence("sh", [line])}`];
}

function composeLines(secrets: readonly string[]): readonly string[] {
  return [
    "mkdir -p data/input data/output",
    ...secrets.map((secret) => `mkdir -p secrets && printf %s "the secret" > secrets/${secret}`),
    'export PIPENB_USER="$(id -u):$(id -g)"',
    "docker compose build build",
    "docker compose run --rm test",
  ];
}

const aboutCode =
  "`pipeline.ts` is plain TypeScript; `runner.mjs` has Node 24 run it as the image does, with the modules beside it. `compiled.json` holds their JavaScript, and counts for as long as they are not changed.";

function checkLines(sample: string): readonly string[] {
  return [
    "npm install --no-save typescript @types/node@24   # and the packages of package-lock.json",
    "npx tsc   # checks the types",
    `node runner.mjs pipeline.ts${sample}`,
  ];
}

/** The required parameters and the first one, as they are given on the command line. */
function sampleArguments(parameters: readonly Parameter[]): string {
  const texts = parameters.flatMap((each, index) => {
    if (each.default === undefined) return [[each.name, each.name.toUpperCase()] as const];
    return index === 0 ? [[each.name, defaultText(each) ?? ""] as const] : [];
  });
  return runArguments(parameters, Object.fromEntries(texts))
    .map((word) => ` ${shellWord(word)}`)
    .join("");
}

function parameterSection(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "## Parameters\n\nNone.";
  const rows = parameters.map((each) => {
    const shown = each.default === undefined ? "required" : code(JSON.stringify(each.default));
    return `| ${code(each.name)} | ${code(typeName(each.type))} | ${shown} | ${code(environmentName(each.name))} | ${cell(each.doc)} |`;
  });
  return [
    "## Parameters\n\nGiven in this order, or as `--name value`, or as environment variable; the command line wins.\n",
    "| parameter | type | default | variable | what |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** As TypeScript writes it. */
function typeName(type: ParameterType): string {
  switch (type.kind) {
    case "date":
      return "IsoDate";
    case "path":
      return "Path";
    case "choice":
      return type.options.map((option) => JSON.stringify(option)).join(" | ");
    case "array":
      return type.element.kind === "choice" ? `(${typeName(type.element)})[]` : `${typeName(type.element)}[]`;
    default:
      return type.kind;
  }
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();

const code = (text: string): string => `\`${cell(text)}\``;

const fence = (language: string, lines: readonly string[]): string =>
  `\`\`\`${language}\n${lines.join("\n")}\n\`\`\``;

const exitCodes = `## Exit codes

| code | meaning |
| --- | --- |
${exitCodeTable.map(([codes, meaning]) => `| ${codes} | ${meaning} |`).join("\n")}

\`PIPENB_LOG=json\` writes one line of JSON for each cell on stderr.`;
