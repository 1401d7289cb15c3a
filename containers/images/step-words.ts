/** What a step of an image's build does, in words: a Dockerfile's line is for the log. Pure. */
import type { BuildEvent } from "../engine/engine.ts";

type Step = Extract<BuildEvent, { type: "step" }>;

/** A step for the person who waits; undefined for one that takes no time to speak of. */
export function stepStatus({ instruction, step, of }: Step): string | undefined {
  const words = stepWords(instruction);
  return words === undefined ? undefined : `${words} (step ${step} of ${of})`;
}

/** The same for the log. */
export function stepLine({ instruction, step, of, cached }: Step): string {
  return `step ${step} of ${of}${cached ? " (cached)" : ""}: ${instruction}`;
}

/** Steps that take no time to speak of have no words. */
export function stepWords(instruction: string): string | undefined {
  const [, keyword = "", rest = ""] = /^\s*(\w+)\s+(.*)$/s.exec(instruction) ?? [];
  switch (keyword.toUpperCase()) {
    case "FROM":
      return fromWords(rest);
    case "RUN":
      return runWords(rest);
    case "COPY":
    case "ADD":
      return copyWords(rest);
    default:
      return undefined;
  }
}

/** A stage of the same file costs nothing. */
function fromWords(rest: string): string | undefined {
  const [image = ""] = rest.split(/\s+/);
  if (/^(system|packages|environment|pipeline)$/.test(image)) return undefined;
  return image.startsWith("$") || image === "" ? "Getting the base image" : `Getting the image ${image}`;
}

function runWords(rest: string): string {
  const system = /\b(apt-get|apk)\b.*?\b(?:install|add)\b(.*)/s.exec(rest);
  if (/\bnpm ci\b/.test(rest)) return "Installing the npm packages";
  if (system !== null) return installWords(system[1] === "apk" ? "Alpine" : "Debian", system[2] ?? "");
  if (rest.startsWith("node -e")) return "Checking the image's Node";
  if (rest.includes("/etc/passwd") && rest.includes("pipenb:x:1000"))
    return "Adding the user that cells run as";
  if (rest.includes("/opt/npm")) return "Bringing npm along";
  return `Running a line of image.dockerfile: ${shortened(rest)}`;
}

function installWords(system: string, words: string): string {
  const [command = ""] = words.split(/&&|;|\|\|/);
  const names = command.split(/[\s\\]+/).filter((word) => /^[a-z\d]/i.test(word));
  return `Installing packages of ${system}: ${shortened(names.join(", "))}`;
}

function copyWords(rest: string): string {
  if (rest.startsWith("--from=node")) return "Bringing Node along";
  if (rest.startsWith("--from=packages")) return "Taking over the npm packages";
  return rest.includes("package.json") ? "Reading the list of npm packages" : "Copying the pipeline's files";
}

const longest = 80;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
