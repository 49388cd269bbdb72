import type { ExaminedApp } from '../app/examinedApp.ts';
import { type InvalidValue, invalidValues } from '../harness/invalidValues.ts';
import type { EnvVariable } from '../harness/readEnvSchema.ts';

/** The ways in which a value can be bad. */
export type Fault = 'missing' | 'empty' | 'malformed';

const RANGE = ['above the maximum', 'below the minimum'];

/**
 * The values to try with web. Of all that are malformed, one that nobody takes for right and one out
 * of range are enough. Without a schema nothing is known but the resources that the run is given.
 */
export function badValues(app: ExaminedApp, fault: Fault): InvalidValue[] {
  const { variables } = app.project;
  if (variables.length > 0) return variables.flatMap((variable) => valuesOf(variable, fault));
  if (fault !== 'missing') return [];
  return app.resources.map(({ variable }) => unset(variable));
}

/**
 * One bad value that a process or an admin task should refuse, or undefined: of a variable that it
 * uses by what the schema says, best a required one.
 */
export function badValueFor(app: ExaminedApp, process: string): InvalidValue | undefined {
  const used = app.project.variables.filter(
    ({ processes }) => processes?.includes(process) ?? true,
  );
  const [required] = used.filter(({ required: is }) => is);
  if (required !== undefined) return unset(required.name);
  return used.flatMap((variable) => valuesOf(variable, 'malformed'))[0];
}

function valuesOf(variable: EnvVariable, fault: Fault): InvalidValue[] {
  const all = invalidValues(variable);
  if (fault === 'missing') return all.filter(({ value }) => value === undefined);
  if (fault === 'empty') return all.filter(({ value }) => value === '');
  const malformed = all.filter(({ value }) => value !== undefined && value !== '');
  const outOfRange = malformed.filter((bad) => RANGE.includes(bad.fault)).slice(0, 1);
  const wrong = malformed.filter((bad) => !RANGE.includes(bad.fault)).slice(0, 1);
  return [...wrong, ...outOfRange];
}

function unset(variable: string): InvalidValue {
  return { variable, fault: 'unset', value: undefined, canary: undefined };
}
