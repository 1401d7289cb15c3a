/** Plain data as YAML that a person can read; every text is quoted where YAML could read it as something else. */

export type YamlValue =
  string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue | undefined };

/** Block style for maps, one line for lists of plain values. */
export function yamlText(value: YamlValue, indent = 0): string {
  const margin = "  ".repeat(indent);
  if (!isMap(value)) return `${margin}${flow(value)}\n`;
  return Object.entries(value)
    .map(([key, each]) => {
      if (each === undefined) return "";
      const isBlock = isMap(each) && Object.keys(each).length > 0;
      return `${margin}${scalar(key)}:${isBlock ? `\n${yamlText(each, indent + 1)}` : ` ${flow(each)}\n`}`;
    })
    .join("");
}

function isMap(value: YamlValue): value is { readonly [key: string]: YamlValue | undefined } {
  return typeof value === "object" && !Array.isArray(value);
}

function flow(value: YamlValue): string {
  if (typeof value === "string") return scalar(value);
  if (typeof value !== "object") return String(value);
  if (isMap(value)) {
    const pairs = Object.entries(value).flatMap(([key, each]) =>
      each === undefined ? [] : [`${scalar(key)}: ${flow(each)}`],
    );
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  return `[${value.map(flow).join(", ")}]`;
}

/** JSON strings are YAML; plain words stay unquoted. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z_./][\w./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
