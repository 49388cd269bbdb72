import type { EnvVariable } from './readEnvSchema.ts';
import type { CheckedProject } from './readProject.ts';

/** A whole environment: nothing is inherited. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The smallest environment that a project can run in: `base` (PATH, HOME, TMPDIR, PORT …) and the
 * required variables, from the schema's `x-example`, else `.env.example`, else made to fit the schema.
 */
export function validEnvironment(project: CheckedProject, base: Environment): Environment {
  const required = project.variables
    .filter((variable) => variable.required)
    .map((variable) => [variable.name, validValue(variable, project)] as const);
  return { ...Object.fromEntries(required), ...base };
}

function validValue(variable: EnvVariable, project: CheckedProject): string {
  return variable.example ?? project.examples.get(variable.name) ?? madeUp(variable);
}

function madeUp(variable: EnvVariable): string {
  if (variable.enum?.[0] !== undefined) return variable.enum[0];
  if (variable.type === 'boolean') return 'true';
  if (variable.type !== 'string') return String(variable.minimum ?? variable.maximum ?? 1);
  if (variable.format === 'uri')
    return `${variable.schemes?.[0] ?? 'http'}://user:pass@127.0.0.1:9/x`;
  return 'x'.repeat(Math.max(variable.minLength ?? 0, 32));
}
