/** The signals that ask a program to end, and what a shell makes of one that ended by a signal. */

/** Answered by programs of their own accord; SIGKILL is answered by none. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/** One of them. */
export type StopSignal = (typeof stopSignals)[number];

const numbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
};

/** 128 and the signal's number, as shells have it. */
export function signalExitCode(signal: string): number {
  return 128 + (numbers[signal] ?? 0);
}
