/** The Dockerfile of the environment: what a notebook's kernel runs on, and the first stages of every exported image. */
import type { FrontMatter } from "../../notebook/front-matter.ts";
import { hasOwnNode, usesApk } from "./base-kind.ts";

/** What decides about the stages before the code. */
export interface EnvironmentPlan {
  readonly frontMatter: FrontMatter;
  /** Whether npm packages are installed from `package-lock.json`. */
  readonly hasLock: boolean;
}

/** Who runs kernels and pipelines, and owns what is copied for them: user and group. */
export const ownUser = "1000:1000";

/** Ends with the stage `environment`, on which an export puts its code. */
export function environmentDockerfile({ frontMatter, hasLock }: EnvironmentPlan): string {
  const blocks = [
    heading(frontMatter.image.base),
    systemStage(frontMatter),
    ...(hasLock ? [packagesStage(frontMatter.image.base)] : []),
    environmentStage(hasLock),
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
    " && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/aux-cache /var/log/apt /var/log/dpkg.log",
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
    // At this level a request that fails shows at once, and not only after npm has tried it for an hour.
    "    npm ci --omit=dev --ignore-scripts=false --no-audit --no-fund --no-update-notifier --loglevel=http --cache /tmp/npm-cache \\",
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
