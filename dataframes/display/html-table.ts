/** A frame for readers without a viewer of their own: one static table. It sets no colour, so it suits every theme. */
import { oneLine } from "../values/one-line.ts";
import { plural } from "./preview.ts";
import type { Preview, PreviewColumn } from "./preview.ts";

const mostColumns = 30;
const longestCell = 200;

/** HTML without script or style sheet; every text of the data is escaped. */
export function htmlTable(preview: Preview): string {
  const columns = preview.columns.slice(0, mostColumns);
  const rows = columns[0]?.cells.length ?? 0;
  const body = Array.from(
    { length: rows },
    (_, row) => `<tr>${columns.map((column) => dataCell(column, row)).join("")}</tr>\n`,
  );
  const note = preview.note === undefined ? "" : `<p>${escaped(preview.note)}</p>\n`;
  return [
    `<div style="overflow-x: auto">\n<table cellpadding="4" style="border-collapse: collapse; white-space: pre; text-align: left">\n`,
    `<caption style="text-align: left; caption-side: top">${escaped(preview.title)}</caption>\n`,
    `<thead><tr style="border-bottom: 1px solid">${columns.map(headCell).join("")}</tr></thead>\n`,
    `<tbody>\n${body.join("")}</tbody>\n</table>\n${note}${left(preview, rows, columns.length)}</div>`,
  ].join("");
}

const toTheRight = ' style="text-align: right"';

function headCell({ name, type, numeric }: PreviewColumn): string {
  const label = escaped(oneLine(name, longestCell));
  return `<th scope="col"${numeric ? toTheRight : ""}>${label}<br><small>${escaped(oneLine(type, longestCell))}</small></th>`;
}

function dataCell({ cells, numeric }: PreviewColumn, row: number): string {
  const cell = cells[row] ?? null;
  const content = cell === null ? "<i>null</i>" : escaped(oneLine(cell, longestCell));
  return `<td${numeric ? toTheRight : ""}>${content}</td>`;
}

function left(preview: Preview, rows: number, columns: number): string {
  const parts = [
    ...(preview.known > rows && columns > 0 ? [plural(preview.known - rows, "more row")] : []),
    ...(preview.width > columns ? [plural(preview.width - columns, "more column")] : []),
  ];
  return parts.length === 0 ? "" : `<p>… ${parts.join(", ")}</p>\n`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
