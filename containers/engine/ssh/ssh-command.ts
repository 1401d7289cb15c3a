/** How the user's own `ssh` is asked for an engine's socket, as the docker command line does it: keys, known hosts and jumps are those of ~/.ssh/config. */

/** The arguments of `ssh` for an address "ssh://user@host:port/path/of/socket"; all but the host may be left out. Throws a TypeError for what is no such address. */
export function sshArguments(address: string): readonly string[] {
  const url = new URL(address);
  const user = decodeURIComponent(url.username);
  const socket = decodeURIComponent(url.pathname.replace(/^\/$/, ""));
  return [
    // Several connections are made at once, some with no terminal: no question would reach the user.
    ...["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=30"],
    ...(user === "" ? [] : ["-l", user]),
    ...(url.port === "" ? [] : ["-p", url.port]),
    // Whatever the host is called, it is no option.
    ...["--", url.hostname.replace(/^\[(.*)\]$/, "$1")],
    ...["docker", ...(socket === "" ? [] : ["--host", quoted(`unix://${socket}`)]), "system", "dial-stdio"],
  ];
}

/** For the shell of the other side, which gets the command as one text. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
