/** One quiet line below the bar: what could not be done, or what is being done and can be stopped. */
import { element } from "./element.ts";

interface NoticeButton {
  readonly label: string;
  run(): void;
}

export class Notice {
  readonly element = element("div", { class: "notice", role: "status", hidden: "" });

  say(text: string, button?: NoticeButton): void {
    this.element.replaceChildren(element("span", {}, text));
    this.element.hidden = text === "" && button === undefined;
    if (button === undefined) return;
    const made = element("button", { type: "button" }, button.label);
    made.addEventListener("click", () => {
      button.run();
    });
    this.element.append(made);
  }

  /**
   * Runs work that takes its time, with a button to stop it; undefined when it was stopped or failed, which is said.
   * @param label what is done, for example `Copying`
   */
  async during<Result>(
    label: string,
    work: (signal: AbortSignal, progress: (text: string) => void) => Promise<Result>,
  ): Promise<Result | undefined> {
    const over = new AbortController();
    const stop = {
      label: "Cancel",
      run: (): void => {
        over.abort();
      },
    };
    this.say(`${label}…`, stop);
    const line = this.element.firstElementChild;
    try {
      const result = await work(over.signal, (text) => {
        if (line !== null) line.textContent = `${label}: ${text}`;
      });
      this.say("");
      return result;
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.say(over.signal.aborted ? `${label} was stopped` : `${label} failed: ${cause}`);
      return undefined;
    }
  }
}
