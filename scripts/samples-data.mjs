// Brings the samples' data from the npm package `vega-datasets`: small files are copied (and kept in git), earthquakes are
// cut into one file a day, the three million flights are linked into a folder git does not keep. Idempotent.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "node_modules", "vega-datasets", "data");
const target = join(root, "samples", "data");

const hashOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Writes only what differs, so that a second run changes no file and no time stamp. */
function writeWhenDifferent(file, text) {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  writeFileSync(file, text);
  return true;
}

function copySmall(name) {
  const to = join(target, name);
  if (existsSync(to) && hashOf(to) === hashOf(join(source, name))) return false;
  copyFileSync(join(source, name), to);
  return true;
}

/** A hard link costs no space; a symbolic one would lead nowhere inside a container. */
function linkBig(name) {
  const from = join(source, name);
  const to = join(target, "flights", name);
  if (existsSync(to) && hashOf(to) === hashOf(from)) return false;
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // another file system, or links are not allowed
  }
  return true;
}

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

/** One CSV a day of the week the data set covers: the granules of the sample `granules`. */
function cutEarthquakes() {
  const { features } = JSON.parse(readFileSync(join(source, "earthquakes.json"), "utf8"));
  const days = new Map();
  for (const { properties, geometry } of features) {
    const time = new Date(properties.time).toISOString();
    const [longitude, latitude, depth] = geometry.coordinates;
    const line = [time, longitude, latitude, depth, properties.mag, quoted(properties.place)].join(",");
    const day = time.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  const changed = [...days].filter(([day, lines]) =>
    writeWhenDifferent(
      join(target, "granules", `earthquakes-${day}.csv`),
      ["time,longitude,latitude,depth,magnitude,place", ...lines.sort(), ""].join("\n"),
    ),
  );
  return changed.length > 0;
}

mkdirSync(join(target, "flights"), { recursive: true });
mkdirSync(join(target, "granules"), { recursive: true });
const changed = [
  ...["seattle-weather.csv", "airports.csv", "penguins.json"].filter((name) => copySmall(name)),
  ...["flights-3m.parquet"].filter((name) => linkBig(name)),
  ...(cutEarthquakes() ? ["granules"] : []),
];
if (changed.length > 0) console.error(`setup: samples/data has ${changed.join(", ")}`);
