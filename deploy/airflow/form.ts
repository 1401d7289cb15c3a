/** A pipeline's parameters as Airflow's form, and what a run's command makes of what was filled in. Pure. */
import { defaultText, runArguments } from "../../notebook/parameters/run-arguments.ts";
import { jsonSchema } from "../../notebook/parameters/json-schema.ts";
import { optionName } from "../../notebook/parameters/option-names.ts";
import type { Parameter, ParameterType } from "../../notebook/parameters/parameter.ts";
import { scheduledKind } from "../../notebook/units/due-unit.ts";
import type { Deployment } from "../target.ts";
import { call, dict, list, literal, quoted, type Data, type Expression } from "../python-text.ts";

type Asked = Pick<Deployment, "parameters" | "unit" | "values" | "schedule">;

/** All but those that a secret's file gives, which no form is to show. */
function shownIn({ parameters, unit, values }: Asked): readonly Parameter[] {
  return parameters.filter(({ name }) => name === unit.parameter.name || Object.hasOwn(values, name));
}

/** `params` of the DAG, in the order of the notebook. */
export function form(asked: Asked): Expression {
  const { unit, values } = asked;
  return dict(
    shownIn(asked).map((each) => {
      const field =
        each.name === unit.parameter.name
          ? unitField(asked)
          : parameterField({ ...each, default: values[each.name] ?? each.default });
      return [each.name, field];
    }),
  );
}

/** As JSON Schema has it; a calendar's own check for days only. */
const unitSchemas = {
  day: { format: "date" },
  hour: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])$" },
  month: { pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$" },
} as const;

function unitField({ unit, schedule }: Asked): Expression {
  const kind = scheduledKind(schedule);
  const doc = unit.parameter.doc === "" ? "" : `${unit.parameter.doc.replace(/[.:]?\s*$/, "")}. `;
  return call("Param", ["None"], {
    ...keywords({ type: ["null", "string"], ...unitSchemas[kind] }),
    title: quoted(unit.parameter.name),
    description: quoted(`${doc}Left empty it is the ${kind} of the run's partition, or that is due.`),
  });
}

/** An empty text is one to Airflow's form only where nothing may stand there as well. */
function parameterField(parameter: Parameter): Expression {
  const { properties } = jsonSchema("", [parameter]) as {
    readonly properties: Readonly<Record<string, Readonly<Record<string, Data>>>>;
  };
  const { type, default: given = null, ...schema } = properties[parameter.name] ?? {};
  return call("Param", [literal(given)], {
    ...keywords({ type: given === "" ? ["null", "string"] : type, ...schema }),
    title: quoted(parameter.name),
  });
}

const keywords = (schema: Readonly<Record<string, Data | undefined>>): Record<string, Expression> =>
  Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) => (value === undefined ? [] : [[key, literal(value)]])),
  );

/** What stands behind the image: the unit, and every parameter as the form has it. */
export function command(asked: Asked): Expression {
  const { unit, parameters, schedule } = asked;
  const kind = scheduledKind(schedule);
  const own = runArguments(
    parameters.map((each) => (each.name === unit.parameter.name ? { ...each, default: undefined } : each)),
    { [unit.parameter.name]: `{{ ${kind}(params, dag_run) }}` },
  );
  const rest = shownIn(asked).filter(({ name }) => name !== unit.parameter.name);
  return list([...own, ...rest.map((each) => `--${optionName(each.name)}=${template(each)}`)].map(quoted));
}

function template(parameter: Parameter): string {
  const value = `params[${quoted(parameter.name).replaceAll('"', "'")}]`;
  const { type } = parameter;
  if (type.kind === "array") return `{{ ${value} | ${joined(type.element)} }}`;
  return defaultText(parameter) === "" ? `{{ ${value} or '' }}` : `{{ ${value} }}`;
}

/** As a list is written on the command line: a comma within an element has a backslash before it. */
function joined(element: ParameterType): string {
  const isText = element.kind === "string" || element.kind === "path" || element.kind === "choice";
  return isText
    ? String.raw`map('string') | map('replace', ',', '\\,') | join(',')`
    : "map('string') | join(',')";
}
