import type { EnvVariable } from './readEnvSchema.ts';

/** One value that a variable must not have. */
export interface InvalidValue {
  readonly variable: string;
  /** What is wrong with it, for titles. */
  readonly fault: string;
  /** Undefined leaves the variable unset. */
  readonly value: string | undefined;
  /** A part of the value that no honest message needs; it must not be shown. Undefined if there is none. */
  readonly canary: string | undefined;
}

type Bad = readonly [fault: string, value: string, canary?: string];

/**
 * Every way in which `variable` can be wrong: unset and empty when required, then malformed and out
 * of range by its type. Libraries let many of these through: blanks, underscores, digits of other
 * alphabets, a trailing newline.
 */
export function invalidValues(variable: EnvVariable): InvalidValue[] {
  const missing: InvalidValue[] = variable.required
    ? [
        { variable: variable.name, fault: 'unset', value: undefined, canary: undefined },
        { variable: variable.name, fault: 'empty', value: '', canary: undefined },
      ]
    : [];
  const wrong = malformed(variable).map(([fault, value, canary]) => ({
    variable: variable.name,
    fault,
    value,
    canary,
  }));
  return [...missing, ...wrong];
}

function malformed(variable: EnvVariable): Bad[] {
  if (variable.enum !== undefined) return badMembers(variable.enum);
  if (variable.type === 'integer') return [...badIntegers(variable), ...outOfRange(variable)];
  if (variable.type === 'number')
    return [['a word', 'canary7f3a', 'canary7f3a'], ...outOfRange(variable)];
  if (variable.type === 'boolean') return badBooleans();
  if (variable.format === 'uri') return badUrls(variable.schemes ?? ['http']);
  return badTexts(variable);
}

function badIntegers(variable: EnvVariable): Bad[] {
  const digits = String(fitting(variable));
  const wide = [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('');
  return [
    ['a word', 'canary7f3a', 'canary7f3a'],
    ['a fraction', `${digits}.5`],
    ['an exponent', `${digits}e0`],
    ['hexadecimal', '0x1f'],
    ['a blank before', ` ${digits}`],
    ['a blank after', `${digits} `],
    ['a newline after', `${digits}\n`],
    ['an underscore', `${digits}_0`],
    ['a plus sign', `+${digits}`],
    ['full-width digits', wide, wide],
    ['two numbers', `${digits},${digits}`],
    ['a huge number', '98765432109876543210987654321', '98765432109876543210987654321'],
    ['true', 'true'],
  ];
}

function fitting(variable: EnvVariable): number {
  return Number(variable.default ?? variable.example ?? variable.minimum ?? 1);
}

function outOfRange(variable: EnvVariable): Bad[] {
  const bad: Bad[] = [];
  if (variable.minimum !== undefined) bad.push(['below the minimum', String(variable.minimum - 1)]);
  if (variable.minimum !== undefined && variable.minimum >= 0)
    bad.push(['negative', '-4711', '-4711']);
  if (variable.maximum !== undefined) bad.push(['above the maximum', String(variable.maximum + 1)]);
  return bad;
}

function badBooleans(): Bad[] {
  const words = ['yes', 'on', '1', '0', 'TRUE', 'True', ' true', 'true ', 'true\n', 't'];
  return [
    ['a word', 'canary7f3a', 'canary7f3a'],
    ...words.map((word): Bad => [JSON.stringify(word), word]),
  ];
}

function badMembers(members: readonly string[]): Bad[] {
  const member = members[0] ?? '';
  const cased = member === member.toUpperCase() ? member.toLowerCase() : member.toUpperCase();
  const bad: Bad[] = [
    ['no member', 'canary7f3a', 'canary7f3a'],
    ['another case', cased],
    ['a blank before', ` ${member}`],
    ['a blank after', `${member} `],
    ['a newline after', `${member}\n`],
    ['two members', members.slice(0, 2).join(',')],
  ];
  return bad.filter(([, value]) => !members.includes(value));
}

function badUrls(schemes: readonly string[]): Bad[] {
  const scheme = schemes[0] ?? 'http';
  return [
    ['a word', 'canary7f3a', 'canary7f3a'],
    ['no URL', '::canary7f3a', 'canary7f3a'],
    ['another scheme', 'gopher://user:canary7f3a@127.0.0.1:9/x', 'canary7f3a'],
    ['a port out of range', `${scheme}://user:canary7f3a@127.0.0.1:99999/x`, 'canary7f3a'],
    ['a port that is no number', `${scheme}://user:canary7f3a@127.0.0.1:abc/x`, 'canary7f3a'],
    ['a blank before', ` ${scheme}://user:canary7f3a@127.0.0.1:9/x`, 'canary7f3a'],
  ];
}

function badTexts(variable: EnvVariable): Bad[] {
  const bad: Bad[] = [];
  if ((variable.minLength ?? 0) > 1) bad.push(['too short', 'q']);
  const canary = '\u0001canary7f3a\u0001';
  if (variable.pattern !== undefined && !new RegExp(variable.pattern, 'u').test(canary)) {
    bad.push(['not of the pattern', canary, 'canary7f3a']);
  }
  return bad;
}
