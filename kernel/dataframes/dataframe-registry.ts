/** The dataframes that were shown and can still be looked into, by the name that stands in their output. */
import { randomUUID } from "node:crypto";
import type { DataframeEngine } from "../../dataframes/engines/engine.ts";
import type {
  DataframeHandle,
  DataframeLibrary,
  RegisterDataframe,
} from "../../dataframes/detect/dataframe-handle.ts";

/** So many of the newest are kept alive, as far as they are small together, and the newest one whatever its size; older
 * ones as long as a variable of the notebook does. A cell that makes a large frame anew must not fill the memory. */
const kept = 16;
const valuesKept = 10_000_000;
const most = 1_000;

interface Newest {
  readonly value: object;
  readonly values: number;
}

export class DataframeRegistry {
  /** What has been asked about a value is known to all who ask, and as long as the value lives. */
  readonly engines = new WeakMap<object, DataframeEngine>();
  readonly #frames = new Map<
    string,
    { readonly library: DataframeLibrary; readonly value: WeakRef<object> }
  >();
  #newest: readonly Newest[] = [];

  /** The same value gets a name for each time it is shown: a place that shows it may outlive another. */
  readonly hold: RegisterDataframe = ({ library, value }, values) => {
    const id = randomUUID();
    this.#frames.set(id, { library, value: new WeakRef(value) });
    const others = this.#newest.filter((each) => each.value !== value);
    this.#newest = smallTogether([...others, { value, values }].slice(-kept));
    if (this.#frames.size > most) this.#letGo();
    return id;
  };

  /** Undefined when the frame is gone. */
  find(id: string): DataframeHandle | undefined {
    const found = this.#frames.get(id);
    const value = found?.value.deref();
    return found === undefined || value === undefined ? undefined : { library: found.library, value };
  }

  #letGo(): void {
    const [oldest] = this.#frames.keys();
    if (oldest !== undefined) this.#frames.delete(oldest);
  }
}

/** The last ones of them. */
function smallTogether(frames: readonly Newest[]): readonly Newest[] {
  let left = valuesKept;
  const first = frames.findLastIndex(({ values }) => (left -= values) < 0);
  return frames.slice(Math.min(first + 1, frames.length - 1));
}
