/** The Dockerfile of a notebook: the environment its cells run in, and on top of it the exported code. */
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { hasOwnNode, usesApk } from "./base-kind.ts";
import { copyEach, copyFiles } from "./copy-lines.ts";

/** What is put on top of the environment in the exported image. */
export interface PipelineCode {
  /** Paths of the exported files, relative to the notebook's folder. */
  readonly files: readonly string[];
  /** The one of `files` that is run. */
  readonly entry: string;
  readonly title: string;
  /** Its file's name. */
  readonly notebook: string;
  readonly version: string;
}

/** What decides about the stages before the code. */
export interface EnvironmentPlan {
  readonly frontMatter: FrontMatter;
  /** Whether npm packages are installed from `package-lock.json`. */
  readonly hasLock: boolean;
}

/** The label with the file name of the notebook that an image, or the Dockerfile of an export, was made from. */
export const notebookLabel = "io.pipenb.notebook";

const ownUser = "1000:1000";

/** The whole Dockerfile. Without `code` it ends with the stage `environment`, which the kernel runs on. */
export function dockerfile({ frontMatter, hasLock }: EnvironmentPlan, code?: PipelineCode): string {
  const blocks = [
    heading(frontMatter.image.base),
    systemStage(frontMatter),
    ...(hasLock ? [packagesStage(frontMatter.image.base)] : []),
    environmentStage(hasLock),
    ...(code === undefined ? [] : [codeStage(frontMatter, code)]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading(base: string): string[] {
  const nodeImage = usesApk(base) ? "node:24-alpine" : "node:24-bookworm-slim";
  return [
    "# Written by pipenb. Needs no BuildKit: any builder since Docker 17.09 will do.",
    `ARG NODE_IMAGE=${nodeImage}`,
    `ARG BASE_IMAGE=${base}`,
    ...(hasOwnNode(base) ? [] : ["", "FROM ${NODE_IMAGE} AS node"]),
  ];
}

/** Base, Debian packages, the notebook's own lines, Node, and a user that is not root. */
function systemStage({ image }: FrontMatter): string[] {
  return [
    "# The system: base image, its packages, Node, and a user that is not root.",
    "FROM ${BASE_IMAGE} AS system",
    "USER root",
    ...aptLines(image.apt),
    ...image.dockerfile,
    ...nodeLines(image.base),
    'RUN set -e; grep -q "^[^:]*:[^:]*:1000:" /etc/passwd \\',
    ' || { echo "pipenb:x:1000:1000:pipenb:/home/pipenb:/bin/sh" >> /etc/passwd \\',
    '   && { grep -q "^[^:]*:[^:]*:1000:" /etc/group || echo "pipenb:x:1000:" >> /etc/group; } \\',
    "   && mkdir -p /home/pipenb && chown 1000:1000 /home/pipenb; }; \\",
    "    mkdir -p /app/work && chmod 1777 /app/work",
  ];
}

function aptLines(packages: readonly string[]): string[] {
  if (packages.length === 0) return [];
  return [
    "RUN apt-get update \\",
    " && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\",
    ...[...new Set(packages)].sort().map((name) => `      ${name} \\`),
    " && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log",
  ];
}

const nodeCheck = [
  'RUN node -e "process.exit(parseInt(process.versions.node) >= 24 ? 0 : 1)" \\',
  ' || { echo "pipenb: this image has no Node 24 that runs. Base the notebook on a Linux image with glibc 2.28 or newer, or on node:24." >&2; exit 1; }',
];

function nodeLines(base: string): string[] {
  if (hasOwnNode(base)) return nodeCheck;
  return [
    ...(usesApk(base) ? ["RUN apk add --no-cache libstdc++"] : []),
    "COPY --from=node /usr/local/bin/node /usr/local/bin/node",
    ...nodeCheck,
  ];
}

/** A stage of its own, so that npm, its cache and the machine's certificates are left behind. */
function packagesStage(base: string): string[] {
  const npm = [
    "COPY --from=node /usr/local/lib/node_modules/npm /opt/npm",
    "RUN ln -sf /opt/npm/bin/npm-cli.js /usr/local/bin/npm && ln -sf /opt/npm/bin/npx-cli.js /usr/local/bin/npx",
  ];
  return [
    "# The npm packages, exactly as locked. `.pipenb-ca.pem`, where it is there, holds certificates to trust meanwhile.",
    "FROM system AS packages",
    ...(hasOwnNode(base) ? [] : npm),
    "WORKDIR /app",
    "COPY package.json package-lock.json .pipenb-c[a].pem ./",
    "RUN if [ -s .pipenb-ca.pem ]; then export NODE_EXTRA_CA_CERTS=/app/.pipenb-ca.pem; fi; \\",
    "    npm ci --omit=dev --ignore-scripts=false --no-audit --no-fund --no-update-notifier --cache /tmp/npm-cache \\",
    " && rm -rf /tmp/npm-cache",
  ];
}

function environmentStage(hasLock: boolean): string[] {
  return [
    "# What the notebook's kernel runs on, and the pipeline.",
    "FROM system AS environment",
    ...(hasLock
      ? [
          "COPY --from=packages /app/node_modules /app/node_modules",
          "COPY package.json package-lock.json /app/",
        ]
      : ["COPY package.json /app/"]),
    "WORKDIR /app/work",
    `USER ${ownUser}`,
  ];
}

function codeStage(
  frontMatter: FrontMatter,
  { files, entry, title, notebook, version }: PipelineCode,
): string[] {
  const environment = { NODE_ENV: "production", ...frontMatter.environment };
  return [
    "# The pipeline's code, alone in its layer.",
    "FROM environment AS pipeline",
    ...Object.entries(environment).map(([name, value]) => `ENV ${name}=${quoted(value)}`),
    `LABEL org.opencontainers.image.title=${quoted(title)} \\`,
    `      org.opencontainers.image.description=${quoted("A data pipeline, exported from a pipenb notebook.")} \\`,
    `      ${notebookLabel}=${quoted(notebook)} \\`,
    `      io.pipenb.version=${quoted(version)}`,
    ...copyEach(frontMatter.image.files, ownUser),
    ...copyFiles(files, ownUser),
    "STOPSIGNAL SIGTERM",
    `ENTRYPOINT ${JSON.stringify(["node", "--disable-warning=ExperimentalWarning", "/app/work/runner.mjs", `/app/work/${entry}`])}`,
    "CMD []",
  ];
}

/** A double-quoted word of a Dockerfile; `$` would be replaced and a newline would end the instruction. */
function quoted(value: string): string {
  return `"${value.replaceAll(/[\\"$]/g, "\\$&").replaceAll(/\r?\n/g, " ")}"`;
}
