/** Reads the parameters cell: every `const` or `let` in it is one parameter of the pipeline. */
import ts from "typescript";
import { commentLines } from "../comment-lines.ts";
import type { Cell, Problem } from "../model.ts";
import { notADay } from "./calendar-day.ts";
import { describeType } from "./describe-type.ts";
import type { Declared, Finding } from "./finding.ts";
import { nameProblems } from "./name-problems.ts";
import type { Parameter, ParameterType, ParameterValue } from "./parameter.ts";
import { readLiteral, roundedNumber } from "./read-literal.ts";
import { readType } from "./read-type.ts";
import { syntaxProblems } from "./syntax-problems.ts";

/** The parameters in their order, and every reason why the cell cannot be a pipeline's parameters, with its place in the file. */
export function readParameters(cell: Cell): {
  readonly parameters: readonly Parameter[];
  readonly problems: readonly Problem[];
} {
  const file = ts.createSourceFile("parameters.ts", cell.text, ts.ScriptTarget.Latest, true);
  const declared: Declared[] = [];
  const findings: Finding[] = [];
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) readStatement(statement, file, declared, findings);
    else if (!ts.isEmptyStatement(statement)) findings.push(notAParameter(statement, file));
  }
  findings.push(...nameProblems(declared));
  const syntax = syntaxProblems(cell.text);
  // What the parser had to guess would only be complained about a second time.
  const problems = (syntax.length > 0 ? syntax : findings).map((finding): Problem => {
    const { at, message, remedy, severity = "error" } = finding;
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return { severity, message, remedy, line: cell.line + line, column: character + 1 };
  });
  return { parameters: declared.map(({ parameter }) => parameter), problems };
}

function notAParameter(statement: ts.Statement, file: ts.SourceFile): Finding {
  const [line = ""] = statement.getText(file).split("\n");
  return {
    at: statement.getStart(file),
    message: `The parameters cell holds something that is no parameter: ${line}`,
    remedy: "Move it to a code cell. Here stand only declarations such as: const limit: number = 100;",
  };
}

function readStatement(
  statement: ts.VariableStatement,
  file: ts.SourceFile,
  declared: Declared[],
  findings: Finding[],
): void {
  const { flags, declarations } = statement.declarationList;
  const isConstOrLet = (flags & ts.NodeFlags.BlockScoped) !== 0 && (flags & ts.NodeFlags.Using) === 0;
  if (!isConstOrLet) {
    findings.push({
      at: statement.declarationList.getStart(file),
      message: "A parameter is declared with const or let.",
      remedy: "Write const.",
    });
  }
  for (const [index, declaration] of declarations.entries()) {
    const doc = docComment(index === 0 ? statement : declaration, file);
    const result = readDeclaration(declaration, doc, isDeclare(statement));
    if ("message" in result) findings.push({ ...result, at: result.node.getStart(file) });
    else declared.push({ parameter: result, at: declaration.name.getStart(file) });
  }
}

/** `declare const day: IsoDate;` has no default: the parameter must be given. */
function isDeclare(statement: ts.VariableStatement): boolean {
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

interface Complaint {
  readonly node: ts.Node;
  readonly message: string;
  readonly remedy: string;
}

function readDeclaration(
  { name: nameNode, type: annotation, initializer }: ts.VariableDeclaration,
  doc: string,
  mustBeGiven: boolean,
): Parameter | Complaint {
  if (!ts.isIdentifier(nameNode)) {
    return complain(
      nameNode,
      "A parameter needs a name of its own.",
      "Write one declaration for each parameter.",
    );
  }
  const name = nameNode.text;
  const given = readDefault(name, initializer);
  if (given !== undefined && typeof given === "object" && "message" in given) return given;
  if (given === undefined && !mustBeGiven) {
    return complain(
      nameNode,
      `${name} has no default.`,
      `Give it one, or write declare const ${name} where it must be given on every run.`,
    );
  }
  const type = readTypeOf(name, nameNode, annotation, given);
  if ("message" in type) return type;
  const complaint = given === undefined ? undefined : misfit(type, given);
  if (complaint !== undefined) {
    return complain(
      initializer ?? nameNode,
      `The default of ${name} is wrong: ${complaint}.`,
      "Change the default or the type.",
    );
  }
  const rounded = [annotation, initializer].find((node) => node !== undefined && roundedNumber(node));
  return rounded === undefined ? { name, type, default: given, doc } : notKept(rounded);
}

function notKept(node: ts.Node): Complaint {
  const { written = "", kept = "" } = roundedNumber(node) ?? {};
  return complain(
    node,
    `${written} cannot be kept exactly: it would become ${kept}.`,
    "Write a number of at most 15 digits, or a string.",
  );
}

function readDefault(
  name: string,
  initializer: ts.Expression | undefined,
): ParameterValue | Complaint | undefined {
  if (initializer === undefined) return undefined;
  return (
    readLiteral(initializer) ??
    complain(
      initializer,
      `The default of ${name} is not a plain value.`,
      "Write a string, a number, true, false or a list of them, and compute with it in a code cell.",
    )
  );
}

const types =
  'string, number, boolean, IsoDate, Path, choices such as "CZ" | "DE", and lists such as string[]';

function readTypeOf(
  name: string,
  nameNode: ts.Identifier,
  annotation: ts.TypeNode | undefined,
  given: ParameterValue | undefined,
): ParameterType | Complaint {
  if (annotation !== undefined) {
    return (
      readType(annotation) ??
      complain(
        annotation,
        `${name} cannot be of type ${annotation.getText()}: a command line could not give it.`,
        `The types of parameters are ${types}.`,
      )
    );
  }
  const inferred = given === undefined ? undefined : inferType(given);
  return (
    inferred ?? complain(nameNode, `${name} needs a type.`, `Write it behind the name; there are ${types}.`)
  );
}

function complain(node: ts.Node, message: string, remedy: string): Complaint {
  return { node, message, remedy };
}

/** The comment above a parameter. */

/** The text of the doc comment, or of the `//` lines, right above `node`; "" where there is none. A blank line cuts a comment off. */
function docComment(node: ts.Node, file: ts.SourceFile): string {
  const ranges = ts.getLeadingCommentRanges(file.text, node.pos) ?? [];
  const lines: string[] = [];
  let below = node.getStart(file);
  for (const { kind, pos, end } of [...ranges].reverse()) {
    const isBlock = kind === ts.SyntaxKind.MultiLineCommentTrivia;
    const isAttached = !/\n[^\S\n]*\n/.test(file.text.slice(end, below));
    if (!isAttached || (isBlock && lines.length > 0)) break;
    lines.unshift(...commentLines(file.text.slice(pos, end), isBlock));
    below = pos;
    if (isBlock) break;
  }
  return lines.join("\n").trim();
}

/** Holds a default against its type. */

/** The type a value has by itself; undefined for an empty or mixed list, which does not tell. */
function inferType(value: ParameterValue): ParameterType | undefined {
  if (typeof value === "string") return { kind: "string" };
  if (typeof value === "number") return { kind: "number" };
  if (typeof value === "boolean") return { kind: "boolean" };
  const elements = value.map((part) => inferType(part));
  const [first] = elements;
  if (first === undefined || first.kind === "array") return undefined;
  return elements.every((element) => element?.kind === first.kind)
    ? { kind: "array", element: first }
    : undefined;
}

/** Why the value is none of the type, as the end of a sentence; undefined when it is. */
function misfit(type: ParameterType, value: ParameterValue): string | undefined {
  const shown = JSON.stringify(value);
  switch (type.kind) {
    case "string":
      return typeof value === "string" ? undefined : `${shown} is not a string`;
    case "path":
      return typeof value === "string" && value !== "" ? undefined : `${shown} is not a path`;
    case "number":
    case "boolean":
      return typeof value === type.kind ? undefined : `${shown} is not a ${type.kind}`;
    case "date": {
      const complaint = typeof value === "string" ? notADay(value) : "is not a calendar day";
      return complaint === undefined ? undefined : `${shown} ${complaint}`;
    }
    case "choice":
      return type.options.some((option) => option === value)
        ? undefined
        : `${shown} is not ${describeType(type)}`;
    case "array":
      if (typeof value !== "object") return `${shown} is not a list`;
      return value.map((part) => misfit(type.element, part)).find((complaint) => complaint !== undefined);
  }
}
