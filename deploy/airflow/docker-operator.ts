/** The task of a DAG that runs a pipeline in a container of a Docker engine. Pure. */
import { dockerSize } from "../../containers/figures/limits.ts";
import type { Deployment } from "../target.ts";
import { command } from "./form.ts";
import { call, dict, list, quoted, type Expression } from "../python-text.ts";
import { runTemplate, taskSettings, unitTemplate, type TaskText } from "./task-text.ts";

/** Where runs leave what they say. */
const resultFile = "/tmp/pipenb-result.json";

const imports: TaskText["imports"] = {
  json: [],
  contextlib: ["suppress"],
  functools: ["partial"],
  "airflow.providers.docker.exceptions": ["DockerContainerFailedSkipException"],
  "airflow.providers.docker.operators.docker": ["DockerOperator"],
  "airflow.sdk.exceptions": ["AirflowFailException"],
  "docker.errors": ["NotFound"],
};

function operator({ limits }: Pick<Deployment, "limits">): string {
  const cpus = limits.cpus === undefined ? "" : `, nano_cpus=${Math.round(limits.cpus * 1e9)}`;
  return `class PipelineOperator(DockerOperator):
    """A run in a container. 42, 64 and 124 fail at once, other exits are tried again."""

    template_fields = (*DockerOperator.template_fields, "labels")
    template_ext = ()  # no path is that of a template
    pickling_library = json  # in which the image leaves its result
    killed = False

    def execute(self, context: Any) -> Any:
        """Run the container to its end, and give its result."""
        self.end_container(left=True)  # of a worker that has died
        self.cli.create_host_config = partial(
            self.cli.create_host_config,
            init=True,
            cap_drop=["ALL"],
            security_opt=["no-new-privileges"],${cpus === "" ? "" : `\n            ${cpus.slice(2)},`}
        )
        self.cli.start = partial(self.begin, self.cli.start)
        # What is scheduled after it works on the same, also after a run by hand.
        context["outlet_events"][ASSET].add_partitions(self.labels["io.pipenb.unit"])
        try:
            return super().execute(context)
        except DockerContainerFailedSkipException as error:
            raise AirflowFailException("another attempt would end the same") from error
        finally:
            if code := self.end_container():
                context["ti"].xcom_push(key="exit_code", value=code)

    def begin(self, start: Any, container: str) -> None:
        """Start the container, unless somebody has ended the task meanwhile."""
        if self.killed:
            raise AirflowFailException("ended before it began")
        start(container)

    def on_kill(self) -> None:
        """Let the pipeline end in order when somebody, or its time, ends the task."""
        self.killed = True
        self.end_container()

    def end_container(self, *, left: bool = False) -> int | None:
        """Stop the container, by SIGTERM first, remove it, and give its exit code.

        That of another run stays, unless it is looked for what such a one has left.
        """
        code = None
        with suppress(NotFound):
            found = self.cli.inspect_container(self.container_name)
            run = found["Config"]["Labels"].get("io.pipenb.airflow")
            is_over = left and not found["State"]["Running"]
            if is_over or run == self.labels["io.pipenb.airflow"]:
                self.cli.stop(self.container_name)
                ended = self.cli.inspect_container(self.container_name)
                code = ended["State"]["ExitCode"]
                self.cli.remove_container(self.container_name, force=True)
        return code
`;
}

/** The container's name keeps a second run of the unit from beginning. */
export function dockerTask(deployment: Deployment): TaskText {
  const { mounts, reference } = deployment;
  return {
    provider: "apache-airflow-providers-docker",
    notes:
      reference === undefined
        ? ["Only the Docker engine it was deployed from has its image. `--registry` lets others have it."]
        : [],
    imports: { ...imports, ...(mounts.length === 0 ? {} : { "docker.types": ["Mount"] }) },
    operator: operator(deployment),
    task: task(deployment),
  };
}

function task(deployment: Deployment): Expression {
  const { name, image, mounts, user, limits, network } = deployment;
  const unit = unitTemplate(deployment);
  return call("PipelineOperator", [], {
    task_id: quoted("run"),
    image: "IMAGE",
    command: command(deployment),
    environment: dict([
      ["PIPENB_RESULT", quoted(resultFile)],
      ["PIPENB_ATTEMPT", quoted("{{ ti.try_number }}")],
      ["PIPENB_IMAGE_DIGEST", quoted(image)],
    ]),
    container_name: quoted(`pipenb-${name}-${unit}`),
    labels: dict([
      ["io.pipenb.airflow", quoted(runTemplate)],
      ["io.pipenb.unit", quoted(unit)],
    ]),
    mounts: mounts.length === 0 ? undefined : list(mounts.map(mountOf)),
    mount_tmp_dir: "False",
    network_mode: network === undefined ? undefined : quoted(network),
    user: user === undefined ? undefined : quoted(user),
    mem_limit: limits.memory === undefined ? undefined : quoted(dockerSize(limits.memory)),
    skip_on_exit_code: "{42, 64, 124}",
    retrieve_output: "True",
    retrieve_output_path: quoted(resultFile),
    ...taskSettings(deployment),
  });
}

function mountOf({ source, target, kind, readOnly }: Deployment["mounts"][number]): Expression {
  return call("Mount", [quoted(plain(target)), quoted(plain(source))], {
    type: quoted(kind),
    read_only: readOnly ? "True" : undefined,
  });
}

/** A path that Jinja leaves as it is. */
const plain = (path: string): string => (/\{[{%#]/.test(path) ? `{% raw %}${path}{% endraw %}` : path);
