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
  PackageDeclaration,
  ProcessDeclaration,
  Runtime,
  SetupStep,
  UpdateSource,
} from '../catalog/part.ts';
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
  /** The document of env.schema.json. */
  readonly envSchema: object;
  readonly processes: readonly Process[];
  readonly admin: readonly Task[];
  readonly packages: readonly Package[];
  readonly devPackages: readonly Package[];
  /** The lock of what runs in production. */
  readonly lock: readonly LockedPackage[];
  /** The lock of what developers and CI need: everything. */
  readonly devLock: readonly LockedPackage[];
  readonly commands: Readonly<Record<CommandId, readonly Command[]>>;
  readonly setup: readonly SetupStep[];
  readonly services: readonly ComposeService[];
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
  /** How compose.yaml takes it from the shell or .env, with the example as default. */
  readonly interpolation: string;
  /** What a README table says about allowed values. */
  readonly allowed: string;
}

export interface Process extends Required<ProcessDeclaration> {
  readonly line: string;
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
