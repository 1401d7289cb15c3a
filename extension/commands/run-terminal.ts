/** A terminal that shows one run; closing it or Ctrl-C stops the run. */
import * as vscode from "vscode";

const controlC = "\u0003";

export class RunTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #abort = new AbortController();
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  /** Until the terminal listens. */
  #early: string[] | undefined = [];
  readonly onDidWrite = this.#written.event;
  /** Aborted when the user wants the run to end. */
  readonly signal = this.#abort.signal;

  /** Shows the terminal without taking the keyboard from the notebook. */
  show(name: string): void {
    vscode.window.createTerminal({ name, pty: this, iconPath: new vscode.ThemeIcon("play") }).show(true);
  }

  open(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const text of early) this.#written.fire(text);
  }

  close(): void {
    this.stop();
  }

  handleInput(text: string): void {
    if (text === controlC) this.stop();
  }

  stop(): void {
    this.#abort.abort();
  }

  line(text: string): void {
    this.#write(`${text}\n`);
  }

  chunk(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    this.#write(this.#decoders[stream].decode(bytes, { stream: true }));
  }

  /** A terminal wants both to begin a line. */
  #write(text: string): void {
    const shown = text.replaceAll(/\r?\n/g, "\r\n");
    if (this.#early === undefined) this.#written.fire(shown);
    else this.#early.push(shown);
  }
}
