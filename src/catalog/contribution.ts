import type { CheckContribution } from './checkContribution.ts';

/** A path inside a project: forward slashes, relative, no `.` or `..` in it. */
export type RelativePath = string;

/** The lists that a part adds to the project's own. */
export interface Contribution {
  readonly env?: readonly EnvDeclaration[];
  readonly processes?: readonly ProcessDeclaration[];
  readonly admin?: readonly AdminTask[];
  readonly packages?: readonly PackageDeclaration[];
  readonly commands?: readonly CommandDeclaration[];
  readonly setup?: readonly SetupStep[];
  readonly runtime?: Runtime;
  readonly compose?: readonly ComposeService[];
  readonly ignore?: readonly IgnoreGroup[];
  /** What the image's packages are installed from, before the rest is copied. */
  readonly lockFiles?: readonly string[];
  /** What of the project goes into the image, and what of that does not. */
  readonly imageFiles?: readonly string[];
  readonly imageExcludes?: readonly string[];
  readonly indent?: readonly IndentRule[];
  readonly updates?: readonly UpdateSource[];
  readonly openapi?: OpenApiContribution;
  readonly sections?: readonly Section[];
  readonly factors?: readonly FactorProof[];
  readonly layout?: readonly LayoutEntry[];
  readonly executable?: readonly RelativePath[];
  readonly seams?: readonly Seam[];
  readonly modules?: readonly ModuleEntry[];
  readonly check?: CheckContribution;
}

/** What the values of environment variables can be. */
export const ENV_TYPES = ['string', 'integer', 'boolean', 'enum', 'url'] as const;
export type EnvType = (typeof ENV_TYPES)[number];

/** One environment variable, declared once and looped into every file that names it. */
export interface EnvDeclaration {
  readonly name: string;
  readonly type: EnvType;
  readonly description: string;
  /** Without a default the variable is required, unless it is optional. */
  readonly default?: string | number | boolean;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly schemes?: readonly string[];
  readonly secret?: boolean;
  readonly resource?: string;
  /** The processes that use it (information for readers). */
  readonly processes?: readonly string[];
  /** NAME_FILE may name a file that holds the value. */
  readonly file?: boolean;
  /** A value that works on this machine, against the ports that compose.yaml publishes. */
  readonly example?: string;
  /** A value for the containers of compose.yaml, where services have names of their own. */
  readonly compose?: string;
  /** The command that makes a secret. */
  readonly generate?: string;
}

/** A process type of the Procfile. */
export interface ProcessDeclaration {
  readonly name: string;
  readonly command: readonly string[];
  readonly summary: string;
  /** It runs once and ends, before the others start. */
  readonly once?: boolean;
  /** It serves HTTP on PORT. */
  readonly http?: boolean;
}

export interface AdminTask {
  readonly name: string;
  readonly command: readonly string[];
  readonly summary: string;
}

export interface PackageDeclaration {
  readonly name: string;
  /** A version range in the language's own notation. */
  readonly range: string;
  readonly extras?: readonly string[];
  readonly dev?: boolean;
}

/** What commands can be for. */
export const COMMAND_IDS = [
  'install',
  'prepare',
  'run',
  'reload',
  'test',
  'lint',
  'format',
  'types',
  'lock',
] as const;
export type CommandId = (typeof COMMAND_IDS)[number];

/** A command that a developer or CI runs in the project; `id` says what for. */
export interface CommandDeclaration {
  readonly id: CommandId;
  readonly argv: readonly string[];
  /** What it does, as a CI step's name or a README's words. */
  readonly title: string;
}

/** A step of the CI workflow that installs a toolchain. */
export interface SetupStep {
  readonly title: string;
  readonly uses: string;
  /** The release that the commit id of `uses` stands for. */
  readonly release: string;
  readonly with: readonly { readonly key: string; readonly value: string }[];
}

export interface Runtime {
  readonly label: string;
  /** The version in the image, in CI and in the locks. */
  readonly version: string;
  /** The oldest version that works. */
  readonly minimum: string;
  readonly image: string;
  /** How much memory one hardened container gets. */
  readonly memory: string;
}

/** A backing service of compose.yaml and of the CI workflow. */
export interface ComposeService {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  /** What compose.yaml runs instead of the image's own command. */
  readonly command?: readonly string[];
  readonly environment: readonly { readonly key: string; readonly value: string }[];
  readonly health: readonly string[];
  readonly volume?: { readonly name: string; readonly path: string };
}

export interface IgnoreGroup {
  readonly title: string;
  readonly patterns: readonly string[];
}

export interface IndentRule {
  readonly files: string;
  readonly style: 'space' | 'tab';
  readonly size: number;
}

/** A list in a file of code, which code grows by: its owner loops over the modules given to it. */
export interface Seam {
  readonly name: string;
  readonly file: RelativePath;
}

/** A module's entry in a seam; the owner of the seam says where such a module is. */
export interface ModuleEntry {
  readonly seam: string;
  readonly name: string;
}

/** An ecosystem that the dependency updater watches. */
export interface UpdateSource {
  readonly ecosystem: string;
}

export interface OpenApiContribution {
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** A passage of README.md or AGENTS.md, as lines of Markdown. */
export interface Section {
  readonly in: 'readme' | 'agents';
  readonly title: string;
  readonly lines: readonly string[];
}

/** Where a factor is kept and the command that proves it. */
export interface FactorProof {
  readonly factor: string;
  readonly file: string;
  readonly command: string;
}

export interface LayoutEntry {
  readonly path: string;
  readonly holds: string;
}
