/** What a pipeline tells of its cells, as a notebook would show it; and the page in the end. */
import { readFileSync } from "node:fs";
import { hasDisplay, noOutputs, show, showLate } from "../../../protocol/cell-outputs.ts";
import type { Outputs, OutputStep } from "../../../protocol/cell-outputs.ts";
import type { ExecutionEvent } from "../../../protocol/content.ts";
import { RunRecorder } from "../../report/recorder.ts";
import { reportPage } from "../../report/report-page.ts";
import { readReportSource, reportFiles } from "../../report/report-source.ts";
import type { RunResult } from "../../result/run-result.ts";
import type { ReportTold } from "../starter.ts";

export class EventRecorder {
  readonly #recorder = new RunRecorder();
  readonly #cells = new Map<string, { outputs: Outputs; isOver: boolean }>();

  /** A cell begins. */
  started(cell: string): void {
    this.#cells.set(cell, { outputs: noOutputs, isOver: false });
    this.#recorder.started(cell);
  }

  hear(told: ReportTold): void {
    const { cell } = told;
    if (told.kind === "event") {
      this.#show(this.#ownerOf(cell, told.event), told.event);
      return;
    }
    this.#recorder.ended(cell, told);
    const known = this.#cells.get(cell);
    if (known !== undefined) known.isOver = true;
  }

  /** The page, by what the export beside this program says of its notebook. Throws where there is no such file. */
  page(result: RunResult, secrets: readonly string[]): string {
    const { notebook } = readReportSource(readFileSync(new URL(reportFiles.source, import.meta.url), "utf8"));
    return reportPage({ notebook, result, runs: this.#recorder.runs() }, secrets);
  }

  /** A display is changed wherever it stands, whichever cell changes it. */
  #ownerOf(cell: string, event: ExecutionEvent): string {
    if (event.type !== "update_display_data") return cell;
    const id = event.transient.display_id;
    return [...this.#cells].find(([, { outputs }]) => hasDisplay(outputs, id))?.[0] ?? cell;
  }

  #show(cell: string, event: ExecutionEvent): void {
    const known = this.#cells.get(cell);
    if (known === undefined) return;
    const step: OutputStep = (known.isOver ? showLate : show)(known.outputs, event);
    known.outputs = step.outputs;
    for (const edit of step.edits) this.#recorder.apply(cell, edit);
  }
}
