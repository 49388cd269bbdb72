import type { ExaminedApp } from './app/examinedApp.ts';
import type { Verdict } from './verdict.ts';

/** Shorter values are too common for a text that holds one to have shown it. */
const SHORTEST = 6;

/** Takes the secrets of an app's environment, and the passwords of its URLs, out of a verdict. */
export function redact(app: ExaminedApp, verdict: Verdict): Verdict {
  const secrets = secretsOf(app);
  const clean = (text: string): string =>
    secrets.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text);
  return {
    status: verdict.status,
    observed: clean(verdict.observed),
    evidence: (verdict.evidence ?? []).map(clean),
  };
}

/** The values of the app's secret variables and the passwords of its URLs, the longest first. */
export function secretsOf(app: ExaminedApp): readonly string[] {
  const environment = app.environment(1);
  const values = app.project.variables
    .filter(({ secret }) => secret)
    .map(({ name }) => environment[name] ?? '');
  const passwords = Object.values(environment).flatMap((value) => {
    const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^:/?#@]*:([^@/?#]+)@/.exec(value) ?? [];
    return password === undefined ? [] : [password, decodeURIComponent(password)];
  });
  return [...new Set([...values, ...passwords])]
    .filter(({ length }) => length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
}
