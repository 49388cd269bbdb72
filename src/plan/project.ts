import type {
  AdminTask,
  CommandDeclaration,
  CommandId,
  ComposeService,
  EnvDeclaration,
  EnvType,
  FactorProof,
  IgnoreGroup,
  IndentRule,
  LayoutEntry,
  ModuleEntry,
  PackageDeclaration,
  ProcessDeclaration,
  RelativePath,
  Runtime,
  SetupStep,
  UpdateSource,
} from '../catalog/contribution.ts';
import type { Factor } from './factors.ts';
import type { LockedPackage } from './lockClosure.ts';

/**
 * The composed model that templates see: arrays and plain values only, every key always there,
 * so that a template never asks which part it belongs to.
 */
export interface Project {
  readonly name: string;
  readonly description: string;
  /** What the stack calls itself, e.g. for the first line of the README. */
  readonly stackLabel: string;
  readonly runtime: Runtime;
  readonly env: readonly EnvVariable[];
  /** Those of them that name a backing service, each with a value for this machine. */
  readonly resources: readonly Pick<EnvVariable, 'name' | 'example'>[];
  /** The document of env.schema.json. */
  readonly envSchema: object;
  readonly processes: readonly Process[];
  readonly admin: readonly Task[];
  /** The document of twelve-factor.check.json. */
  readonly check: object;
  /** The command that checks the twelve factors, by the version that made the project. */
  readonly checkCommand: string;
  readonly packages: readonly Package[];
  readonly devPackages: readonly Package[];
  /** The lock of what runs in production. */
  readonly lock: readonly LockedPackage[];
  /** The lock of what developers and CI need: everything. */
  readonly devLock: readonly LockedPackage[];
  readonly commands: Readonly<Record<CommandId, readonly Command[]>>;
  /** What must be done in a shell before the app or its admin tasks run in it, as lines. */
  readonly attach: readonly string[];
  readonly setup: readonly SetupStep[];
  readonly services: readonly BackingService[];
  readonly volumes: readonly string[];
  readonly ignore: readonly IgnoreGroup[];
  readonly lockFiles: readonly string[];
  readonly imageFiles: readonly string[];
  readonly imageExcludes: readonly string[];
  readonly indent: readonly IndentRule[];
  readonly updates: readonly UpdateSource[];
  /** The document of openapi.json. */
  readonly openapi: object;
  readonly readmeSections: readonly Passage[];
  readonly agentsSections: readonly Passage[];
  readonly factors: readonly FactorRow[];
  readonly layout: readonly LayoutEntry[];
  /** By the name of a seam, what is listed there. */
  readonly seams: Readonly<Record<string, readonly ModuleEntry[]>>;
  /** The examples: what a user deletes when they have served. */
  readonly removable: readonly Example[];
}

export interface EnvVariable
  extends Required<Pick<EnvDeclaration, 'name' | 'type' | 'description'>> {
  /** The name in lower case: the field of a settings object. */
  readonly field: string;
  /** One flag of these is true: templates branch on data, not on names. */
  readonly is: Readonly<Record<EnvType, boolean>>;
  readonly required: boolean;
  readonly hasDefault: boolean;
  readonly default: string | number | boolean | null;
  readonly choices: readonly string[];
  readonly hasRange: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly schemes: readonly string[];
  readonly secret: boolean;
  readonly resource: string | null;
  readonly processes: readonly string[];
  readonly file: boolean;
  /** What .env.example shows: the default, or what works against compose's services. */
  readonly example: string;
  readonly generate: string | null;
  /** What compose.yaml gives its containers: its own value, or how it takes one from the shell or .env. */
  readonly inCompose: string;
  /** What a README table says about allowed values. */
  readonly allowed: string;
}

export interface Process extends Required<ProcessDeclaration> {
  readonly line: string;
  readonly dependsOn: readonly Dependency[];
}

/** What a process of compose.yaml waits for. */
export interface Dependency {
  readonly name: string;
  readonly condition: 'service_healthy' | 'service_completed_successfully';
}

export interface BackingService extends ComposeService {
  readonly command: readonly string[];
  /** Names the port on this machine, for those who have one in use already. */
  readonly portVariable: string;
  /** How compose.yaml takes that port from the shell or .env. */
  readonly published: string;
  /** The health check as one line. */
  readonly healthCommand: string;
}

/** An example, as what must be deleted to be rid of it. */
export interface Example {
  readonly title: string;
  readonly summary: string;
  readonly files: readonly RelativePath[];
  /** In which file the lines with this name go. */
  readonly lines: readonly { readonly file: RelativePath; readonly name: string }[];
  /** Members of a document: of which object in it, or which entry of a list by its name. */
  readonly members: readonly {
    readonly file: RelativePath;
    readonly name: string;
    /** What it is a member of; empty when that is the document itself. */
    readonly of: string;
  }[];
}

export interface Task extends AdminTask {
  readonly line: string;
}

export interface Command extends CommandDeclaration {
  readonly line: string;
}

export interface Package extends Required<Omit<PackageDeclaration, 'dev'>> {
  /** `[a,b]`, or nothing. */
  readonly extrasText: string;
}

export interface Passage {
  readonly title: string;
  readonly text: string;
}

export interface FactorRow extends Factor {
  readonly proofs: readonly FactorProof[];
}
