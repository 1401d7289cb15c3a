import type { Terminal } from "../terminal/terminal.ts";
import { StopSignals } from "./stop-signals.ts";

/** Does work that signals may stop; gives its exit code, or the one a signal asks for. */
export async function stoppable(
  terminal: Terminal,
  work: (signals: StopSignals) => Promise<number>,
): Promise<number> {
  const signals = new StopSignals(terminal);
  try {
    return await work(signals);
  } catch (error) {
    // What was broken off on request is no failure of its own.
    if (signals.code !== undefined && signals.signal.aborted) return signals.code;
    throw error;
  } finally {
    terminal.done();
    signals.release();
  }
}
