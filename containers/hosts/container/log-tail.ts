/** The last of what a container wrote. */

const keptCharacters = 8_000;

export class LogTail {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #text = "";

  add(stream: "stdout" | "stderr", chunk: Uint8Array): void {
    const text = this.#decoders[stream].decode(chunk, { stream: true });
    this.#text = (this.#text + text).slice(-keptCharacters);
  }

  /** Without the ready line, which is no news to anybody. */
  get text(): string {
    return this.#text.replace(/^\{"pipenb":"ready".*\n?/m, "");
  }
}
