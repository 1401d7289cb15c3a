import type { ExecutionEvent } from "../../protocol/content.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Shows what a running cell says: streams as they are, results as text, errors as their trace. */
export function showEvent(terminal: Terminal, cell: string, event: ExecutionEvent): void {
  if (terminal.json) {
    const object = asObject(event);
    if (object !== undefined) terminal.event({ ...object, cell });
    return;
  }
  switch (event.type) {
    case "stream":
      if (event.name === "stdout") terminal.out(event.text);
      else terminal.err(event.text);
      break;
    case "display_data":
    case "update_display_data":
    case "execute_result": {
      const text = plainText(event.data);
      if (!terminal.quiet && text !== "") terminal.out(`${text}\n`);
      break;
    }
    case "error":
      terminal.complain(terminal.colors.red(trace(event)));
      break;
    case "clear_output":
    case "execute_input":
    case "status":
      break;
  }
}

function asObject(event: ExecutionEvent): Record<string, unknown> | undefined {
  switch (event.type) {
    case "stream":
      return { type: "stream", name: event.name, text: event.text };
    case "display_data":
    case "update_display_data":
    case "execute_result":
      return { type: "result", text: plainText(event.data), metadata: event.metadata };
    case "error":
      return { type: "error", name: event.ename, message: event.evalue, trace: trace(event) };
    case "clear_output":
    case "execute_input":
    case "status":
      return undefined;
  }
}

function plainText(data: Readonly<Record<string, unknown>>): string {
  const text = data["text/plain"];
  if (typeof text === "string") return text.trimEnd();
  const types = Object.keys(data).join(", ");
  return types === "" ? "" : `[${types}]`;
}

function trace({
  ename,
  evalue,
  traceback,
}: {
  ename: string;
  evalue: string;
  traceback: readonly string[];
}): string {
  return traceback.length === 0 ? `${ename}: ${evalue}` : traceback.join("\n").trimEnd();
}
