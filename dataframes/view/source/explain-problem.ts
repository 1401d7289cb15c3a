/** Says what is wrong with a question about a dataframe, and what can be done about it. */
import type { DataframeError } from "../../protocol/dataframe-error.ts";
import type { Notice } from "../page/notice.ts";
import { grouped } from "../table/shape.ts";
import type { Shape } from "../table/shape.ts";

export function explainProblem(
  notice: Notice,
  { code, message }: DataframeError,
  { rows, shown }: Shape,
  retry: () => void,
): void {
  const again = {
    label: "Try again",
    run: (): void => {
      notice.say("");
      retry();
    },
  };
  if (code !== "expired" && code !== "no-kernel") {
    notice.say(message, again);
    return;
  }
  const of = rows === null ? "the rows" : `${grouped(rows)} rows`;
  notice.say(
    rows === shown
      ? "The kernel no longer has this dataframe; run the cell again to sort or filter it"
      : `First ${grouped(shown)} of ${of}; run the cell again to see the others`,
    again,
  );
}
