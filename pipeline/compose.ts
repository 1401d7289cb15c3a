/** `compose.yaml`: build the image, look around in it, try it on data/input, with the notebook's services and secrets. */
import type { FrontMatter } from "../notebook/front-matter.ts";
import { splitMount, usualMounts } from "../notebook/mounts.ts";
import { composeFolders, composeVolumeName } from "./compose-volumes.ts";
import { waitForPorts } from "./wait-in-compose.ts";
import { dockerSize, limitsOf } from "../containers/figures/limits.ts";
import { yamlText, type YamlValue } from "./yaml-text.ts";

/** Names the file itself uses; a service of the notebook may have none of them. */
export const composeNames: readonly string[] = ["build", "bash", "test", "wait"];

const work = "/app/work";
/** What `docker compose up` does not start: it brings up the services alone. Whatever is named by itself is started all the same. */
const named = { profiles: ["tools"] };

/** The text. `name` is the image's name. */
export function composeText(frontMatter: FrontMatter, name: string): string {
  const { services, secrets } = frontMatter;
  const { memory, cpus } = limitsOf(frontMatter);
  const image = { image: `\${PIPENB_IMAGE:-${escaped(name)}}` };
  const wait = waitForPorts(services);
  const runs = {
    ...image,
    ...named,
    user: "${PIPENB_USER:-1000:1000}",
    init: true,
    mem_limit: memory === undefined ? undefined : dockerSize(memory),
    cpus,
    volumes: volumes(frontMatter.mounts),
    secrets: secrets.length === 0 ? undefined : secrets,
    depends_on: dependsOn(services, wait !== undefined),
  };
  const file = {
    services: {
      build: { ...image, ...named, build: { context: "." }, command: ["--help"] },
      bash: {
        ...runs,
        entrypoint: ["/bin/sh", "-c", "exec $$(command -v bash || echo sh)"],
        stdin_open: true,
        tty: true,
      },
      test: runs,
      wait: wait === undefined ? undefined : { ...image, ...named, ...wait },
      ...Object.fromEntries(
        Object.entries(services).map(([key, each]) => [key, service(key, each, secrets)]),
      ),
    },
    volumes: keptVolumes(services),
    secrets:
      secrets.length === 0
        ? undefined
        : Object.fromEntries(secrets.map((secret) => [secret, { file: `./secrets/${secret}` }])),
  };
  return `${heading(frontMatter, file.volumes !== undefined)}${yamlText(file)}`;
}

function heading({ services, secrets }: FrontMatter, keeps: boolean): string {
  const [asked] = Object.entries(services).flatMap(([name, { ports }]) =>
    ports.map((port) => `${name} ${port}`),
  );
  const lines = [
    "# docker compose build build        makes the image",
    "# docker compose run --rm bash      a shell in it",
    "# docker compose run --rm test      runs the pipeline: data/input -> data/output (arguments go behind)",
    "# PIPENB_USER=$(id -u):$(id -g) makes the results yours where your user is not 1000.",
    ...(Object.keys(services).length === 0
      ? []
      : ["# docker compose up --detach        starts the services alone, for what else is to use them"]),
    ...(asked === undefined
      ? []
      : [`${`# docker compose port ${asked}`.padEnd(35)} says where on this machine that one answers`]),
    ...(keeps
      ? [
          "# docker compose down keeps what services hold in their volumes, docker compose down --volumes drops it.",
        ]
      : []),
    ...(secrets.length === 0 ? [] : ["# Secrets are read from ./secrets/NAME; keep that folder out of git."]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The notebook's own mounts, and data/input and data/output where it has none of them. */
function volumes(mounts: readonly string[]): readonly string[] {
  const own = mounts.map((mount) => {
    const { source, target, mode } = splitMount(mount) ?? { source: mount, target: "", mode: undefined };
    return { source, target: inWork(target), mode };
  });
  const usual = usualMounts(mounts).map(
    ({ folder, readOnly }) => `./${folder}:${work}/${folder}${readOnly ? ":ro" : ""}`,
  );
  const texts = own.map(({ source, target, mode }) =>
    escaped([source, target, ...(mode === undefined ? [] : [mode])].join(":")),
  );
  return [...texts, ...usual];
}

/** A target that is not absolute is relative to the working directory. */
function inWork(target: string): string {
  return target.startsWith("/") ? target : `${work}/${target.replace(/^\.\//, "")}`;
}

/** `waits`: whether the service `wait` asks the ports of those without a `ready` command. */
function dependsOn(services: FrontMatter["services"], waits: boolean): YamlValue | undefined {
  const all = Object.entries(services);
  if (all.length === 0) return undefined;
  const conditions = all.map(([name, { ready }]): readonly [string, YamlValue] => [
    name,
    { condition: ready === undefined ? "service_started" : "service_healthy" },
  ]);
  return {
    ...Object.fromEntries(conditions),
    ...(waits ? { wait: { condition: "service_completed_successfully" } } : {}),
  };
}

/** With the names that the engine makes of the project's. */
function keptVolumes(services: FrontMatter["services"]): YamlValue | undefined {
  const names = Object.entries(services).flatMap(([name, each]) =>
    composeFolders(each).map((_, index) => composeVolumeName(name, index)),
  );
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, {}]));
}

function service(
  name: string,
  { image, keep, environment, command, ports, ready }: FrontMatter["services"][string],
  secrets: readonly string[],
): YamlValue {
  const kept = composeFolders({ image, keep });
  const pairs = Object.entries(environment).map(([name, value]) => [name, escaped(value)] as const);
  const used = secrets.filter((secret) =>
    Object.values(environment).some((value) => value === `/run/secrets/${secret}`),
  );
  return {
    image: escaped(image),
    environment: pairs.length === 0 ? undefined : Object.fromEntries(pairs),
    command: command?.map(escaped),
    volumes:
      kept.length === 0
        ? undefined
        : kept.map((folder, index) => `${composeVolumeName(name, index)}:${escaped(folder)}`),
    // On a free port of this machine, and of nobody else's.
    ports: ports.length === 0 ? undefined : ports.map((port) => `127.0.0.1::${port}`),
    secrets: used.length === 0 ? undefined : used,
    healthcheck:
      ready === undefined
        ? undefined
        : { test: ["CMD-SHELL", escaped(ready)], interval: "2s", timeout: "5s", retries: 60 },
  };
}

/** Compose replaces `$NAME`. */
function escaped(text: string): string {
  return text.replaceAll("$", "$$$$");
}
