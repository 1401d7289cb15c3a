import { toBundle } from "./bundle.ts";
import type { Bundle } from "./bundle.ts";
export interface DisplayEvent {
  readonly type: "display_data" | "update_display_data";
  readonly bundle: Bundle;
  readonly displayId?: string;
}
export function createDisplay(send: (event: DisplayEvent) => void): unknown {
  return async (value: unknown) => {
    send({ type: "display_data", bundle: await toBundle(value) });
  };
}
