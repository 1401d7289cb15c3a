/** The editor's settings in the words of TypeScript 6, which is told them once, at its start. */
import * as z from "zod";
import type { Configuration } from "./server-dialect.ts";

/**
 * A file of a package by its path, which TypeScript 6 would rather import from than from the package where `paths` of the
 * configuration lead to packages; TypeScript 7 knows better.
 */
const insideOfPackage = "^(@[^/]+/)?[^@./][^/]*/.*\\.js$";

const EnabledSchema = z.object({ enabled: z.boolean().optional() }).optional();

/** Of the section "typescript" or "js/ts" of VS Code's settings, what TypeScript 6 knows. */
const SettingsSchema = z.object({
  preferences: z
    .object({
      quoteStyle: z.enum(["auto", "single", "double"]).optional(),
      importModuleSpecifier: z.enum(["shortest", "relative", "non-relative", "project-relative"]).optional(),
      importModuleSpecifierEnding: z.enum(["auto", "minimal", "index", "js"]).optional(),
      autoImportSpecifierExcludeRegexes: z.array(z.string()).optional(),
      autoImportFileExcludePatterns: z.array(z.string()).optional(),
      preferTypeOnlyAutoImports: z.boolean().optional(),
      useAliasesForRenames: z.boolean().optional(),
    })
    .optional(),
  suggest: z
    .object({
      autoImports: z.boolean().optional(),
      includeAutomaticOptionalChainCompletions: z.boolean().optional(),
      includeCompletionsForImportStatements: z.boolean().optional(),
    })
    .optional(),
  inlayHints: z
    .object({
      parameterNames: z
        .object({
          enabled: z.enum(["none", "literals", "all"]).optional(),
          suppressWhenArgumentMatchesName: z.boolean().optional(),
        })
        .optional(),
      parameterTypes: EnabledSchema,
      variableTypes: z
        .object({ enabled: z.boolean().optional(), suppressWhenTypeMatchesName: z.boolean().optional() })
        .optional(),
      propertyDeclarationTypes: EnabledSchema,
      functionLikeReturnTypes: EnabledSchema,
      enumMemberValues: EnabledSchema,
    })
    .optional(),
  format: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

type Settings = z.infer<typeof SettingsSchema>;

/** Both sections, the older name last: it goes before the newer one, as in TypeScript 7. */
function sections(configuration: Configuration): Settings[] {
  return ["js/ts", "typescript"].map((section) => SettingsSchema.catch({}).parse(configuration(section)));
}

/** What a user may set of how names are completed, imported, renamed and annotated. */
export function preferencesFor(configuration: Configuration): Record<string, unknown> {
  const all = sections(configuration);
  const entries = all.flatMap((settings) => Object.entries(inWordsOf6(settings)));
  const excluded = all.flatMap(({ preferences }) => preferences?.autoImportSpecifierExcludeRegexes ?? []);
  return {
    includePackageJsonAutoImports: "on",
    includeCompletionsWithSnippetText: false,
    includeCompletionsWithClassMemberSnippets: false,
    includeCompletionsWithObjectLiteralMethodSnippets: false,
    ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    autoImportSpecifierExcludeRegexes: [...excluded, insideOfPackage],
  };
}

/** How code is formatted. */
export function formatFor(configuration: Configuration): Record<string, unknown> {
  return Object.fromEntries(sections(configuration).flatMap(({ format }) => Object.entries(format ?? {})));
}

function inWordsOf6({ preferences, suggest, inlayHints }: Settings): Record<string, unknown> {
  return {
    quotePreference: preferences?.quoteStyle,
    importModuleSpecifierPreference: preferences?.importModuleSpecifier,
    importModuleSpecifierEnding: preferences?.importModuleSpecifierEnding,
    autoImportFileExcludePatterns: preferences?.autoImportFileExcludePatterns,
    preferTypeOnlyAutoImports: preferences?.preferTypeOnlyAutoImports,
    providePrefixAndSuffixTextForRename: preferences?.useAliasesForRenames,
    includeCompletionsForModuleExports: suggest?.autoImports,
    includeAutomaticOptionalChainCompletions: suggest?.includeAutomaticOptionalChainCompletions,
    includeCompletionsForImportStatements: suggest?.includeCompletionsForImportStatements,
    includeInlayParameterNameHints: inlayHints?.parameterNames?.enabled,
    includeInlayParameterNameHintsWhenArgumentMatchesName: not(
      inlayHints?.parameterNames?.suppressWhenArgumentMatchesName,
    ),
    includeInlayFunctionParameterTypeHints: inlayHints?.parameterTypes?.enabled,
    includeInlayVariableTypeHints: inlayHints?.variableTypes?.enabled,
    includeInlayVariableTypeHintsWhenTypeMatchesName: not(
      inlayHints?.variableTypes?.suppressWhenTypeMatchesName,
    ),
    includeInlayPropertyDeclarationTypeHints: inlayHints?.propertyDeclarationTypes?.enabled,
    includeInlayFunctionLikeReturnTypeHints: inlayHints?.functionLikeReturnTypes?.enabled,
    includeInlayEnumMemberValueHints: inlayHints?.enumMemberValues?.enabled,
  };
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
