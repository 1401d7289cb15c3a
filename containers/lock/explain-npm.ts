/** Turns what npm printed when it failed into the one cause: its usage help is nobody's. Pure. */
import { type NpmCode, NpmError, type NpmFailed } from "./npm-error.ts";

/** npm's codes by what they mean. */
const codesOf: readonly (readonly [NpmCode, readonly string[]])[] = [
  ["no-such-package", ["E404", "EINVALIDPACKAGENAME"]],
  ["no-such-version", ["ETARGET"]],
  ["nothing-published", ["ENOVERSIONS"]],
  ["bad-range", ["EINVALIDTAGNAME", "EUNSUPPORTEDPROTOCOL"]],
  ["conflict", ["ERESOLVE", "EOVERRIDE"]],
  ["other-machine", ["EBADPLATFORM"]],
  ["other-node", ["EBADENGINE"]],
  ["stale", ["EUSAGE", "EINTEGRITY"]],
  ["git", ["128"]],
  ["refused", ["E401", "E403", "ENEEDAUTH", "EOTP"]],
  ["registry-unreachable", ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT"]],
  ["registry-unreachable", ["ERR_SOCKET_TIMEOUT", "ENETUNREACH", "EHOSTUNREACH"]],
  ["registry-unreachable", ["E500", "E502", "E503", "E504"]],
  ["own-certificate", ["SELF_SIGNED_CERT_IN_CHAIN", "DEPTH_ZERO_SELF_SIGNED_CERT"]],
  ["own-certificate", ["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"]],
  ["own-certificate", ["UNABLE_TO_VERIFY_LEAF_SIGNATURE"]],
  ["wrong-certificate", ["ERR_TLS_CERT_ALTNAME_INVALID", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]],
];

function meaningOf(code: string | undefined): NpmCode {
  return codesOf.find(([, codes]) => code !== undefined && codes.includes(code))?.[0] ?? "npm";
}

/** Of a line that npm writes at its log level `http`: the request that failed for its certificate, which no second try mends. */
export function certificateFailure(line: string): CertificateFailure | undefined {
  const [, request, said] = /npm http fetch (\S+ \S+) attempt \d+ failed with (\S+)/.exec(line) ?? [];
  const code = meaningOf(said);
  return code === "own-certificate" || code === "wrong-certificate"
    ? { code, said: `${request ?? ""} failed with ${said ?? ""}` }
    : undefined;
}

interface CertificateFailure {
  readonly code: "own-certificate" | "wrong-certificate";
  readonly said: string;
}

/** `output` is what npm wrote on stderr; `doing` what it was to do with the packages. */
export function explainNpm(output: string, exit: string, doing: NpmFailed["doing"]): NpmError {
  const lines = output
    .split("\n")
    .map((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line)?.[1]?.trim() ?? "")
    .filter((line) => line !== "");
  const code = lines.map((line) => /^code (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  const meaning = meaningOf(code);
  const cause = causeIn(lines, meaning);
  return new NpmError({ code: meaning, doing, said: cause === undefined ? exit : tidy(cause) });
}

/** The line that says most. */
function causeIn(lines: readonly string[], meaning: NpmCode): string | undefined {
  if (meaning === "git") return lines.find((line) => /^(fatal|ssh):/.test(line)) ?? firstOf(lines);
  if (meaning === "stale") {
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
