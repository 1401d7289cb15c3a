/** What a verification varies: one condition a trial, everything else held still, so that a result that changes names its cause. */

/** What a trial's processes are told, by `PIPENB_CONDITIONS`, as JSON. */
export interface Conditions extends Held {
  /** Where what was seen is written, as lines of JSON. */
  readonly trace: string;
  /** Folders whose files are looked at after each cell. */
  readonly watched: readonly string[];
  /** Whether what is printed is noted too. Then displays are not: a notebook shows them in other words. */
  readonly prints: boolean;
}

/** What is held still, and changed one at a time. */
export interface Held {
  /** Where the clock begins: milliseconds since the epoch. It stands still within a minute, but for a millisecond at each look. */
  readonly clock: number;
  /** Of `Math.random` and of what `node:crypto` makes up. */
  readonly seed: number;
  /** What `node:os` gives as their number. */
  readonly cpus: number;
  /** In which order folders give their entries. */
  readonly order: "ascending" | "descending";
  /** Host name, user name and home. */
  readonly machine: string;
}

/** What a cell can look at, and what changes when it is another. */
export type Influence =
  "clock" | "time zone" | "locale" | "random" | "file order" | "CPU count" | "environment";

/** A line of a trial's trace. */
export type TraceLine =
  | { readonly type: "look"; readonly cell: string; readonly at: Influence; readonly what: string }
  | { readonly type: "write"; readonly cell: string; readonly path: string }
  /** In order; `lines` is how many line ends were printed. */
  | { readonly type: "print"; readonly cell: string; readonly lines: number };

export type ConditionName = Influence | "again" | "left-over files" | "network" | "session";

/** A trial that is compared with the one before it all. */
export interface Condition {
  readonly name: ConditionName;
  /** What is said while it runs. */
  readonly doing: string;
  /** Environment variables of its processes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly change: (from: Held) => Partial<Held>;
  /** Without any network. */
  readonly offline?: true;
  /** Over the results of the first trial, instead of none. */
  readonly over?: true;
  /** Begins the finding: "The result … ". */
  readonly finding: string;
  readonly remedy: string;
}

const nothing = (): Partial<Held> => ({});
const days = 24 * 3600 * 1000;

/** The environment of the first trial; every other is like it but for its one change. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  TZ: "UTC",
  LANG: "C.UTF-8",
  LC_ALL: "C.UTF-8",
};

/** In the order they are tried: what the ones before explain, those behind do not repeat. */
export const conditions: readonly Condition[] = [
  {
    name: "again",
    doing: "the same once more",
    environment: {},
    change: nothing,
    finding: "differs from one run to the next under the same conditions",
    remedy: "Look for work that races, and for random numbers or clocks of libraries that are not Node's.",
  },
  {
    name: "clock",
    doing: "at another time",
    environment: {},
    // Another weekday, month, year and hour.
    change: ({ clock }) => ({ clock: clock + 401 * days + 7 * 3600 * 1000 + 13 * 60 * 1000 }),
    finding: "depends on the time of the run",
    remedy: "Take the day from a parameter, and leave the time of the run to the log.",
  },
  {
    name: "time zone",
    doing: "in another time zone",
    environment: { TZ: "Pacific/Kiritimati" },
    change: nothing,
    finding: "depends on the machine's time zone",
    remedy: "Use the UTC methods of Date, or name the time zone.",
  },
  {
    name: "locale",
    doing: "in another language",
    environment: { LANG: "cs_CZ.UTF-8", LC_ALL: "cs_CZ.UTF-8" },
    change: nothing,
    finding: "depends on the machine's language",
    remedy: 'Name the locale: toLocaleString("en-US"), localeCompare(other, "en").',
  },
  {
    name: "random",
    doing: "with other random numbers",
    environment: {},
    change: ({ seed }) => ({ seed: seed + 1 }),
    finding: "depends on random numbers without a seed",
    remedy: "Use a generator with a seed, best one made from the day; name files by what is in them.",
  },
  {
    name: "file order",
    doing: "with folders read in another order",
    environment: {},
    change: () => ({ order: "descending" }),
    finding: "depends on the order in which a folder gives its files",
    remedy: "Sort what readdir gives.",
  },
  {
    name: "CPU count",
    doing: "with another number of CPUs",
    environment: {},
    change: ({ cpus }) => ({ cpus: cpus + 5 }),
    finding: "depends on the number of CPUs",
    remedy: "Let the number of CPUs decide how fast a result comes, and not which.",
  },
  {
    name: "environment",
    doing: "on a machine of another name, as another user",
    environment: { HOME: "/home/another", USER: "another", LOGNAME: "another", HOSTNAME: "another" },
    change: () => ({ machine: "another" }),
    finding: "depends on the machine's name, its user or its home",
    remedy: "Make it a parameter, or name it under environment in the front matter.",
  },
  {
    name: "network",
    doing: "without a network",
    environment: {},
    change: nothing,
    offline: true,
    finding: "depends on the network",
    remedy: "Collect what comes from elsewhere first and keep it raw, so that a day can be computed again.",
  },
  {
    name: "left-over files",
    doing: "over the results of the run before",
    environment: {},
    change: nothing,
    over: true,
    finding: "depends on what an earlier run has left",
    remedy: "Write each result whole under its own name instead of adding to what is there.",
  },
];
