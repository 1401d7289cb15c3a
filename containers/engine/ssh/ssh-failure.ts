/** What the last words of `ssh`, or of docker on the other side, mean. */
import type { EngineFacts, SshWhy } from "../engine-error.ts";

const sentences: readonly (readonly [SshWhy, RegExp])[] = [
  ["host-key-changed", /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i],
  ["host-key-unknown", /Host key verification failed|No .* host key is known/i],
  ["socket-denied", /permission denied.*(docker|\.sock)|docker.*permission denied/i],
  ["denied", /Permission denied \(|Too many authentication failures|no more authentication methods/i],
  ["no-engine", /Cannot connect to the Docker daemon|Is the docker daemon running|\.sock: connect: /i],
  [
    "no-docker",
    /docker: (command )?not found|docker: no such file|'docker' is not recognized|dial-stdio.*not a docker command/i,
  ],
  [
    "no-host",
    /Could not resolve hostname|Connection refused|No route to host|Network is unreachable|timed out|Connection (closed|reset)/i,
  ],
];

/** Exit code of a shell that found no such program. */
const noProgram = 127;

/** Why a connection by ssh ended before anything came over it. `said` is what it wrote on stderr. */
export function sshFailure(
  address: string,
  said: string,
  exitCode: number | undefined,
): Extract<EngineFacts, { readonly code: "ssh" }> {
  const known = sentences.find(([, pattern]) => pattern.test(said))?.[0];
  const why = known ?? (exitCode === noProgram ? "no-docker" : "other");
  return { code: "ssh", why, address, said: lastWords(said, exitCode) };
}

/** Banners and warnings come first. */
function lastWords(said: string, exitCode: number | undefined): string {
  const lines = said.trim().split(/\r?\n/).slice(-3).join("\n");
  return lines === "" && exitCode !== undefined ? `ssh ended with exit code ${exitCode}` : lines;
}
