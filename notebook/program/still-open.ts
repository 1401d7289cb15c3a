/** What keeps a program alive, in words. */

const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  Timeout: ["a timer", "timers"],
  Immediate: ["a callback", "callbacks"],
  TCPServerWrap: ["a server", "servers"],
  TCPSocketWrap: ["a connection", "connections"],
  TLSWrap: ["a connection", "connections"],
  PipeWrap: ["a pipe", "pipes"],
  PipeServerWrap: ["a server", "servers"],
  UDPWrap: ["a UDP socket", "UDP sockets"],
  ProcessWrap: ["a child process", "child processes"],
  FSEventWrap: ["a file watcher", "file watchers"],
  StatWatcher: ["a file watcher", "file watchers"],
  TTYWrap: ["the terminal", "the terminal"],
  MessagePort: ["a worker thread", "worker threads"],
  Worker: ["a worker thread", "worker threads"],
  WORKER: ["a worker thread", "worker threads"],
  SignalWrap: ["a signal", "signals"],
  TCPConnectWrap: ["a connection", "connections"],
  GetAddrInfoReqWrap: ["a lookup of a host's name", "lookups of hosts' names"],
  FSReqCallback: ["a file operation", "file operations"],
  FSReqPromise: ["a file operation", "file operations"],
  CloseReq: ["a file", "files"],
};

/** `resources` as `process.getActiveResourcesInfo()` names them: "2 timers and a server"; undefined where nothing is open. */
export function stillOpen(resources: readonly string[]): string | undefined {
  const counts = new Map<string, { readonly many: string; readonly count: number }>();
  for (const name of resources) {
    const [one, many] = words[name] ?? [name, name];
    counts.set(one, { many, count: (counts.get(one)?.count ?? 0) + 1 });
  }
  const all = [...counts].map(([one, { many, count }]) => (count === 1 ? one : `${count} ${many}`));
  if (all.length < 2) return all[0];
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`;
}

/** After so long a program that has come to its last line says what it waits for. */
export const stillOpenMilliseconds = 5_000;

/** The sentence. */
export function stillOpenSentence(open: string): string {
  return `The last cell has ended. What is still open keeps the pipeline running: ${open}.`;
}
