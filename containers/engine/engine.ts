/**
 * What pipenb asks of a container engine, in pipenb's own words. dockerode stands behind it in
 * `docker-engine.ts`, and nothing else may import dockerode. Every call rejects with an `EngineError`.
 */

import type { Readable, Writable } from "node:stream";
import type { ContainerLoad } from "./container-load.ts";
import type { Interaction } from "./interact.ts";
import type { Swarm } from "./swarm.ts";

/** A file of a build context or archive: POSIX path relative to its root. */
export interface ArchiveEntry {
  readonly path: string;
  readonly contents: Uint8Array | string;
  /** Permission bits, 0o644 when absent. */
  readonly mode?: number;
}

/** A file, a folder or a link. */
export interface TreeEntry {
  /** POSIX path below some folder; "" for the folder itself. */
  readonly path: string;
  readonly kind: "file" | "folder" | "link";
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Permission bits. */
  readonly mode: number;
  /** Where a link leads. */
  readonly link?: string | undefined;
}

/** One on its way into a container, by its whole path there. */
export interface PlacedEntry extends TreeEntry {
  readonly uid: number;
  readonly gid: number;
  /** Path of a file on this machine. */
  readonly source: string;
}

/** One that comes out of a container. Engines give times in whole seconds. */
export interface FoundEntry extends TreeEntry {
  /** Of a file; there until the next entry is asked for. */
  readonly contents: AsyncIterable<Uint8Array>;
  /** Another name of a file that has come already, instead of contents. */
  readonly sameAs?: string;
}

/** stdin and stdout of a command in a container. */
export interface Dialled {
  readonly input: Writable;
  readonly output: Readable;
  /** Hangs up. */
  close(): void;
}

/** What a running build says. */
export type BuildEvent =
  | {
      readonly type: "step";
      readonly step: number;
      readonly of: number;
      readonly instruction: string;
      readonly cached: boolean;
    }
  | { readonly type: "output"; readonly text: string };

/** What a running push says. */
export type PushEvent =
  | {
      readonly type: "layer";
      /** Short id. */
      readonly layer: string;
      readonly state: "waiting" | "pushing" | "pushed" | "present";
      /** Of all layers together, from 0 to 1, as far as their sizes are known. */
      readonly done: number;
    }
  | { readonly type: "output"; readonly text: string };

export interface PushOptions {
  readonly onEvent?: ((event: PushEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a registry has taken. */
export interface PushedImage {
  /** "sha256:…", of the manifest. */
  readonly digest: string;
  /** `NAME@sha256:…`: names exactly this image wherever it is pulled. */
  readonly reference: string;
}

export interface BuildOptions {
  readonly tag: string;
  /** Must hold a file "Dockerfile". */
  readonly context: readonly ArchiveEntry[];
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: BuildEvent) => void;
  readonly signal?: AbortSignal;
}

export interface ListedImage {
  /** "sha256:…" */
  readonly id: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly created: number;
}

export interface ImageSummary extends ListedImage {
  readonly entrypoint: readonly string[];
  readonly user: string;
  readonly architecture: string;
  /** Digests of its layers, the lowest first: an image begins with those of the one it was built on. */
  readonly layers: readonly string[];
  /** `NAME@sha256:…` for each registry it was pulled from or pushed to. */
  readonly digests: readonly string[];
  /** Folders that it declares to hold data (VOLUME), sorted. */
  readonly volumes: readonly string[];
}

export interface Mount {
  readonly kind: "bind" | "volume";
  /** Host path or volume name. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface ContainerSpec {
  readonly image: string;
  readonly name?: string;
  readonly command: readonly string[];
  /** Replaces the image's entrypoint; [] removes it. */
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly workingDirectory?: string;
  /** "uid:gid" */
  readonly user?: string;
  /** Container ports to publish on a free port of 127.0.0.1. */
  readonly publish?: readonly number[];
  readonly network?: string;
  readonly networkAliases?: readonly string[];
  /** Bytes. */
  readonly memory?: number;
  /** Processors. */
  readonly cpus?: number;
  readonly pids?: number;
  /** cap-drop ALL and no-new-privileges; true unless a service needs otherwise. */
  readonly restricted: boolean;
  readonly init: boolean;
  readonly autoRemove: boolean;
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** "sha256:…"; there as long as the container is, whatever becomes of the image's name. */
  readonly imageId: string;
  readonly state: "created" | "running" | "exited" | "other";
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly created: number;
  /** Published port on 127.0.0.1 by container port. */
  readonly ports: ReadonlyMap<number, number>;
  /** Names of those it is on. */
  readonly networks: readonly string[];
  /** What its image's own health check says; absent when it has none. */
  readonly health?: "starting" | "healthy" | "unhealthy";
  /** Set once it has exited. */
  readonly exitCode?: number;
  /** Seconds since the epoch, by the engine's clock. */
  readonly ended?: number;
  readonly outOfMemory?: boolean;
}

export interface Engine {
  /** It runs on another machine: folders of this one cannot be mounted, and ports it publishes are not here. */
  readonly elsewhere: boolean;
  /** The swarm that it manages, where it does. */
  readonly swarm: Swarm;
  /** Engine version, API version, OS and architecture ("x64", "arm64"), and whether it is rootless. */
  info(): Promise<{
    readonly version: string;
    readonly apiVersion: string;
    readonly os: string;
    readonly architecture: string;
    readonly rootless: boolean;
    /** Its machine's name. */
    readonly machine?: string;
    readonly storageFree?: number;
    /** Bytes of its machine. */
    readonly memory?: number;
  }>;
  build(options: BuildOptions): Promise<ImageSummary>;
  /** undefined when there is no such image. */
  image(reference: string): Promise<ImageSummary | undefined>;
  /** Every image carrying the label, the newest first. */
  imagesWithLabel(label: string): Promise<readonly ListedImage[]>;
  pull(reference: string, onEvent?: (text: string) => void, signal?: AbortSignal): Promise<void>;
  /** Pushes under the name, "latest" where it has no tag. Logins are those of the docker command line. */
  push(name: string, options?: PushOptions): Promise<PushedImage>;
  tag(reference: string, repositoryAndTag: string): Promise<void>;
  removeImage(reference: string): Promise<void>;
  /** The image as an archive, as `docker save` gives it. */
  saveImage(reference: string): Promise<AsyncIterable<Uint8Array>>;
  /** Takes an archive of images, as `docker load` does. */
  loadImage(archive: AsyncIterable<Uint8Array>): Promise<void>;
  create(spec: ContainerSpec): Promise<string>;
  start(id: string): Promise<void>;
  container(id: string): Promise<ContainerSummary | undefined>;
  /** Every container carrying the label, running or not. */
  containersWithLabel(label: string): Promise<readonly ContainerSummary[]>;
  /** stdout and stderr from now on, each byte once; ends when the container does. To miss nothing, attach before the start. */
  attach(
    id: string,
    onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
  ): Promise<{ readonly ended: Promise<void>; close(): void }>;
  logs(id: string): Promise<string>;
  /** Everything that it has written, and what it writes until it ends or the signal aborts; never rejects for the latter. */
  followLogs(
    id: string,
    onOutput: (stream: "stdout" | "stderr", chunk: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** undefined when it does not run. The engine measures for a second or two. */
  stats(id: string): Promise<ContainerLoad | undefined>;
  wait(id: string): Promise<number>;
  stop(id: string, timeoutSeconds: number): Promise<void>;
  remove(id: string): Promise<void>;
  /** Runs a command to its end. */
  exec(
    id: string,
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Runs a command that a person speaks to; gives its exit code. */
  interact(id: string, interaction: Interaction): Promise<number>;
  /** Runs a command and speaks to it. */
  dial(
    id: string,
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<Dialled>;
  /** Puts files, folders and links into a container, started or not. */
  putTree(id: string, entries: readonly PlacedEntry[]): Promise<void>;
  /** Everything at and below a path of a container, which need not have been started, or has ended. */
  getTree(id: string, path: string): AsyncIterable<FoundEntry>;
  putArchive(id: string, directory: string, entries: readonly ArchiveEntry[]): Promise<void>;
  /**
   * The wanted files below a folder of a container, which need not have been started, by their paths there. All of the folder
   * travels; links are left out. Rejects with the code "no-such-object" when there is no such folder.
   */
  getArchive(
    id: string,
    directory: string,
    options: { readonly wanted: (path: string) => boolean; readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<ArchiveEntry>;
  volume(
    name: string,
  ): Promise<{ readonly name: string; readonly labels: Readonly<Record<string, string>> } | undefined>;
  createVolume(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  volumesWithLabel(
    label: string,
  ): Promise<readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]>;
  removeVolume(name: string): Promise<void>;
  /** Bytes in each volume, by its name, as far as the engine knows; it may have to count them first. */
  volumeSizes(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** @param options.internal without a way out of this machine */
  createNetwork(
    name: string,
    labels: Readonly<Record<string, string>>,
    options?: { readonly internal?: boolean },
  ): Promise<string>;
  networksWithLabel(label: string): Promise<
    readonly {
      readonly id: string;
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
    }[]
  >;
  hasNetwork(name: string): Promise<boolean>;
  removeNetwork(id: string): Promise<void>;
  /** Lets a container that is there be reached on one more network, by these names too. */
  connectNetwork(network: string, containerId: string, aliases: readonly string[]): Promise<void>;
  /** Takes it off again; no error where either is gone. */
  disconnectNetwork(network: string, containerId: string): Promise<void>;
}
