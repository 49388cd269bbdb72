import { randomBytes } from 'node:crypto';
import type { ExaminedApp } from '../app/examinedApp.ts';
import type { EnvVariable } from '../harness/readEnvSchema.ts';

/** A valid value of a secret variable, and the part of it that can't be anywhere by chance. */
export interface SecretCanary {
  readonly variable: string;
  readonly value: string;
  readonly canary: string;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^:/?#@]*)(:[^@/?#]*)?@)?([^@]*)$/;

/** A canary for each secret that the schema declares and that one can be put into. */
export function secretCanaries(app: ExaminedApp): SecretCanary[] {
  const environment = app.environment(1);
  return secretVariables(app).flatMap((variable) => {
    const canary = `canary${randomBytes(8).toString('hex')}`;
    const value = valueWith(canary, variable, environment[variable.name] ?? '');
    return value === undefined ? [] : [{ variable: variable.name, value, canary }];
  });
}

/** The variables whose values nobody must see: a URL of a service may hold a password. */
export function secretVariables(app: ExaminedApp): EnvVariable[] {
  return app.project.variables.filter(
    ({ secret, resource, format }) => secret || (resource && format === 'uri'),
  );
}

function valueWith(canary: string, variable: EnvVariable, current: string): string | undefined {
  const { secret, type, format, pattern, minLength = 0 } = variable;
  if (type !== 'string' || variable.enum !== undefined || pattern !== undefined) return undefined;
  if (format === undefined) return secret ? canary.padEnd(minLength, '0') : undefined;
  const [, scheme, user, password, rest] = URL_PARTS.exec(current) ?? [];
  if (scheme === undefined || (password === undefined && !secret)) return undefined;
  return `${scheme}${user || 'check'}:${canary}@${rest}`;
}

/** Whether a text holds a canary: as it is, which is also its percent-encoded form, or in base64. */
export function shows(text: string, canary: string): boolean {
  return [canary, ...base64Forms(canary)].some((form) => text.includes(form));
}

/** What a text looks like inside the base64 of a longer one, by where in a group it begins. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}
