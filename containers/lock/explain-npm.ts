/** Turns what npm printed when it failed into an error that says what to do. Pure. */
import { LockError, type LockErrorCode } from "./lock-error.ts";

const remedies: Readonly<Record<string, readonly [LockErrorCode, string]>> = {
  E404: ["no-such-package", "Correct its name under image.npm"],
  ETARGET: ["no-such-version", "Ask for a version that exists under image.npm"],
  ENOVERSIONS: ["no-such-version", "Ask for a package that has been published under image.npm"],
  EINVALIDPACKAGENAME: ["no-such-package", "Correct its name under image.npm"],
  EINVALIDTAGNAME: ["no-such-version", "Give a version range such as ^1.2.3 under image.npm"],
  ERESOLVE: ["conflict", "Choose versions under image.npm that go together"],
  EOVERRIDE: ["conflict", "Choose versions under image.npm that go together"],
  ...unreachable("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT"),
  ...unreachable(
    "ENETUNREACH",
    "EHOSTUNREACH",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "SELF_SIGNED_CERT_IN_CHAIN",
  ),
};

function unreachable(
  ...codes: readonly string[]
): Readonly<Record<string, readonly [LockErrorCode, string]>> {
  const remedy = "Look at the network, the proxy and npm's registry setting, and try again";
  return Object.fromEntries(codes.map((code) => [code, ["registry-unreachable", remedy]]));
}

/** `output` is what npm wrote on stderr. */
export function explainNpm(output: string, exit: string): LockError {
  const lines = output
    .split("\n")
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "");
  const code = lines.map((line) => /^code (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  const said = lines.find((line) => !/^(code|errno|syscall|network) ?\S*$/.test(line));
  const known = code !== undefined && Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  const [kind, remedy] = known ?? ["npm", "Try npm install with these packages by hand"];
  const words = said === undefined ? exit : tidy(said);
  return new LockError(kind, `The npm packages of the notebook could not be locked: ${words}. ${remedy}.`);
}

function tidy(line: string): string {
  return line.replace(/^(404|notarget) +/, "").replace(/[.\s]+$/, "");
}
