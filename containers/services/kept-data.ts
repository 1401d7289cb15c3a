/** What a service keeps between kernels, and by which names and labels that is found in the engine. Pure, but for this machine's name. */
import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { basename, extname } from "node:path";
import { notebookLabel } from "../hosts/container/kernel-labels.ts";
import type { Service } from "./service-plan.ts";

/** On containers of services that keep data, and on their volumes: the service's name. */
export const serviceLabel = "pipenb.service";
const pathLabel = "pipenb.service.path";
const imageLabel = "pipenb.service.image";
const environmentLabel = "pipenb.service.environment";
const printLabel = "pipenb.service.print";
const machineLabel = "pipenb.machine";
/** On the container that copies data from another name of the notebook. */
const copyLabel = "pipenb.service.copy";

/** Whose data they are. */
export interface ServicePlace {
  readonly notebookPath: string;
  readonly service: string;
  /** Of the notebook, where the engine is on another one: notebooks of several may have the same path there. "" where it is not. */
  readonly machine: string;
}

/** The folders of which a service keeps what is in them. */
export function keptFolders({ keep }: Pick<Service, "keep">, declared: readonly string[]): readonly string[] {
  if (keep === false) return [];
  return keep === true ? declared : [...new Set(keep)].toSorted();
}

/** What the container is called: a notebook has one of each service, so that no data are ever open twice. */
export function serviceContainerName(place: ServicePlace): string {
  return `pipenb-service-${readable(place)}-${digestOf(place)}`;
}

/** What the volume of a folder is called. */
export function keptVolumeName(place: ServicePlace, folder: string): string {
  return `pipenb-data-${readable(place)}-${digestOf(place, folder)}`;
}

/** For who reads names of volumes; the digest alone tells them apart. */
function readable({ notebookPath, service }: ServicePlace): string {
  const words = [basename(notebookPath, extname(notebookPath)), service];
  return words.map((word) => word.replaceAll(/[^\w.-]+/g, "_").slice(0, 30)).join("-");
}

function digestOf({ notebookPath, service, machine }: ServicePlace, folder = ""): string {
  const parts = [machine, notebookPath, service, folder];
  return digest(JSON.stringify(parts)).slice(0, 12);
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

type Labels = Readonly<Record<string, string>>;

/** What a container of a service is made of, as far as another one of it may differ. */
export interface ServiceMakeup {
  readonly service: Service;
  /** "sha256:…" */
  readonly imageId: string;
  /** Paths of the secrets that it is given. */
  readonly secrets: readonly string[];
  readonly folders: readonly string[];
}

function placeLabels({ notebookPath, service }: ServicePlace): Labels {
  return { [serviceLabel]: service, [notebookLabel]: notebookPath, [machineLabel]: hostname() };
}

const environmentPrint = ({ environment }: Service): string =>
  digest(JSON.stringify(environment)).slice(0, 16);

/** Labels of its container. */
export function containerLabels(
  place: ServicePlace,
  { service, imageId, secrets, folders }: ServiceMakeup,
): Labels {
  const { environment, command = null } = service;
  return {
    ...placeLabels(place),
    [environmentLabel]: environmentPrint(service),
    [printLabel]: digest(JSON.stringify([imageId, environment, command, secrets, folders])).slice(0, 16),
  };
}

/** Labels of the volume of a folder: they stay as they were when it was made. */
export function volumeLabels(place: ServicePlace, service: Service, folder: string): Labels {
  return {
    ...placeLabels(place),
    [pathLabel]: folder,
    [imageLabel]: service.image,
    [environmentLabel]: environmentPrint(service),
  };
}

/** Labels of the volume of the same folder under another name of the notebook. */
export function volumeLabelsAt(place: ServicePlace, labels: Labels): Labels {
  return { ...labels, ...placeLabels(place) };
}

/** Labels of the container that copies data there. */
export function copyLabels(place: ServicePlace): Labels {
  return { ...placeLabels(place), [copyLabel]: "true" };
}

/** Whether the container is one that copies. */
export const isCopy = (labels: Labels): boolean => labels[copyLabel] !== undefined;

/** Whether two containers of a service are the same but for their age. */
export const hasSameMakeup = (one: Labels, other: Labels): boolean => one[printLabel] === other[printLabel];

/** What the labels of such a container or volume say. */
export interface KeptLabels {
  readonly service: string;
  readonly notebookPath: string;
  /** Name of the machine that the notebook is on. */
  readonly machine: string;
  /** Of a volume: the folder in the container. */
  readonly path: string;
  /** Of a volume: the image that it was made for, as the front matter had it. */
  readonly image: string | undefined;
}

/** Reads them back. */
export function readKeptLabels(labels: Labels): KeptLabels {
  return {
    service: labels[serviceLabel] ?? "",
    notebookPath: labels[notebookLabel] ?? "",
    machine: labels[machineLabel] ?? "",
    path: labels[pathLabel] ?? "",
    image: labels[imageLabel],
  };
}

/** Whether data that are kept were made with these settings of the service. */
export function hasSameEnvironment(labels: Labels, service: Service): boolean {
  return labels[environmentLabel] === undefined || labels[environmentLabel] === environmentPrint(service);
}
