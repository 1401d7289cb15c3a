/** Turns what npm printed when it failed into the one cause and what to do about it: its usage help is nobody's. Pure. */
import { LockError, type LockErrorCode } from "./lock-error.ts";

type Meaning = readonly [LockErrorCode, string];

const remedies: Readonly<Record<string, Meaning>> = {
  E404: ["no-such-package", "Correct its name under image.npm"],
  ETARGET: ["no-such-version", "Ask for a version that exists under image.npm"],
  ENOVERSIONS: ["no-such-version", "Ask for a package that has been published under image.npm"],
  EINVALIDPACKAGENAME: ["no-such-package", "Correct its name under image.npm"],
  EINVALIDTAGNAME: ["no-such-version", "Give a version range such as ^1.2.3 under image.npm"],
  EUNSUPPORTEDPROTOCOL: ["no-such-version", "Give a version range such as ^1.2.3 under image.npm"],
  ERESOLVE: ["conflict", "Choose versions under image.npm that go together"],
  EOVERRIDE: ["conflict", "Choose versions under image.npm that go together"],
  EBADPLATFORM: ["conflict", "Choose another package, or a version for this machine, under image.npm"],
  EBADENGINE: ["conflict", "Choose a version under image.npm that runs on Node 24"],
  EUSAGE: ["stale", "Remove the notebook's .lock.json, so that it is made anew"],
  EINTEGRITY: ["stale", "Remove the notebook's .lock.json, so that it is made anew"],
  "128": ["git", "Ask for a published version under image.npm, or look whether git reaches that address"],
  ...all(
    ["E401", "E403", "ENEEDAUTH", "EOTP"],
    "refused",
    "Log in to the registry with npm login, or put its token into .npmrc",
  ),
  ...all(
    [
      ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT"],
      ...["ENETUNREACH", "EHOSTUNREACH", "E500", "E502", "E503", "E504", "CERT_HAS_EXPIRED"],
      ...["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT"],
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    "registry-unreachable",
    "Look at the network, the proxy and npm's registry setting, and try again",
  ),
};

function all(
  codes: readonly string[],
  kind: LockErrorCode,
  remedy: string,
): Readonly<Record<string, Meaning>> {
  return Object.fromEntries(codes.map((code) => [code, [kind, remedy]]));
}

/** `output` is what npm wrote on stderr; `done` what could not be done to the packages. */
export function explainNpm(output: string, exit: string, done: "locked" | "installed" = "locked"): LockError {
  const lines = output
    .split("\n")
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "");
  const code = lines.map((line) => /^code (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  const known = code !== undefined && Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  const [kind, remedy] = known ?? ["npm", "Try npm install with these packages by hand"];
  const cause = causeIn(lines, kind);
  const words = cause === undefined ? exit : tidy(cause);
  return new LockError(kind, `The npm packages of the notebook could not be ${done}: ${words}. ${remedy}.`);
}

/** The line that says most. */
function causeIn(lines: readonly string[], kind: LockErrorCode): string | undefined {
  if (kind === "git") return lines.find((line) => /^(fatal|ssh):/.test(line)) ?? firstOf(lines);
  if (kind === "stale") {
    const differences = lines.filter((line) => /^(Missing|Invalid): /.test(line));
    if (differences.length > 0) {
      const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : "";
      return `the lock does not fit them: ${differences[0] ?? ""}${more}`;
    }
  }
  // An install script of a package: what it said last is the cause.
  const command = lines.find((line) => line.startsWith("command sh "));
  if (command !== undefined) {
    const last = lines.findLast((line) => !line.startsWith("A complete log of this run"));
    return last === command ? command : `${command.replace("command ", "")} said: ${last ?? ""}`;
  }
  return firstOf(lines);
}

function firstOf(lines: readonly string[]): string | undefined {
  return lines.find((line) => !/^(code|errno|syscall|network|path) ?\S*$/.test(line));
}

function tidy(line: string): string {
  return line.replace(/^(404|notarget|network) +/, "").replace(/[.\s]+$/, "");
}
