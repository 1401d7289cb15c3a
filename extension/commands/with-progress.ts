import * as vscode from "vscode";

/** Says where the work is; `done` is how much of it has been done, from 0 to 1. */
export type Report = (message: string, done?: number) => void;

/** Shows a notification with progress and a button to cancel while the work goes on. */
export function withProgress<Result>(
  title: string,
  work: (report: Report, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const shown = vscode.window.withProgress(options, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    let percent = 0;
    const report: Report = (message, done) => {
      const now = Math.round((done ?? 0) * 100);
      const increment = Math.max(0, now - percent);
      percent += increment;
      progress.report({ message, increment });
    };
    return work(report, abort.signal);
  });
  return Promise.resolve(shown);
}
