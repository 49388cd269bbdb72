import { isMadeUp } from './isMadeUp.ts';
import { showsExamples } from './isScanned.ts';

/** A secret that a text shows. What it is is never kept. */
export interface FoundSecret {
  /** E.g. `a GitHub token`. */
  readonly kind: string;
  /** Where it begins in the text. */
  readonly index: number;
}

type Pattern = readonly [kind: string, pattern: RegExp];

/**
 * Tokens that providers give a shape of their own, as they document it. Keys that are meant to be
 * published, such as those of Firebase, are not among them.
 */
const TOKENS: readonly Pattern[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[0-9A-Za-z]{36,255}|github_pat_[0-9A-Za-z_]{60,255})\b/g],
  ['a GitLab token', /\bglpat-[0-9A-Za-z_-]{20,255}/g],
  ['a Slack token', /\bxox[abeoprs]-[0-9A-Za-z-]{20,255}/g],
  ['a Slack webhook', /\bhooks\.slack\.com\/services\/T\w{8,12}\/B\w{8,12}\/\w{20,30}/g],
  ['a Stripe key', /\b[rs]k_live_[0-9A-Za-z]{20,255}/g],
  ['an OpenAI key', /\bsk-(?:\w{1,12}-)?[0-9A-Za-z_-]{20,160}T3BlbkFJ[0-9A-Za-z_-]{20,160}/g],
  ['an Anthropic key', /\bsk-ant-[a-z]+\d\d-[0-9A-Za-z_-]{80,200}/g],
  ['an npm token', /\bnpm_[0-9A-Za-z]{36}\b/g],
  ['a PyPI token', /\bpypi-AgEIcHlwaS5vcmc[0-9A-Za-z_-]{50,255}/g],
  ['a SendGrid key', /\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}/g],
  ['a DigitalOcean token', /\bdo[opr]_v1_[0-9a-f]{64}\b/g],
  ['a Hugging Face token', /\bhf_[0-9A-Za-z]{34}\b/g],
  ['a Shopify token', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g],
];

const PRIVATE_KEY =
  /-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|["'`,+]){1,8}(?:[A-Z][A-Za-z-]+: [^\n]{1,80}\n\s?){0,3}[0-9A-Za-z+/=]{40}/g;

/** Name and password of a URL, and its host. */
const URL_PASSWORD =
  /:\/\/([^\s:@/'"`<>{}$%()[\]]{0,80}):([^\s:@/'"`<>{}$()[\]]{6,200})@([\w.-]{1,200})/g;

/** A quoted value, or the rest of a line, that is given to something named as a secret. */
const ASSIGNMENT =
  /(?:secret|token|passwd|password|(?:secret|api|access|private|auth|signing|encryption)[_-]?key)["']?\s{0,3}(?::|=>?)\s{0,3}(?:(["'`])([\w+/=.-]{20,200})\1|([\w+/=-]{20,200})$)/gim;

/** Hosts that are no one's: this machine, examples, and the bare names that compose gives. */
const NOBODYS_HOST =
  /^(?:127\.|0\.0\.0\.0|localhost$)|(?:^|\.)example(?:\.\w+)?$|^[^.]+$|\.(?:local|localhost|test|invalid|internal)$/i;

/** The secrets in the text of the file `path`: by the shape of the value, never by a word alone. */
export function findSecrets(text: string, path: string): FoundSecret[] {
  const values = showsExamples(path) ? [] : matches('a secret value', text, ASSIGNMENT, isRandom);
  return [
    ...TOKENS.flatMap(([kind, pattern]) =>
      matches(kind, text, pattern, ([token]) => !isMadeUp(token)),
    ),
    ...matches('a private key', text, PRIVATE_KEY, () => true),
    ...matches('a URL with a password', text, URL_PASSWORD, isPassword),
    ...values,
  ];
}

function matches(
  kind: string,
  text: string,
  pattern: RegExp,
  counts: (match: RegExpExecArray) => boolean,
): FoundSecret[] {
  return [...text.matchAll(pattern)].filter(counts).map(({ index }) => ({ kind, index }));
}

function isPassword([, user = '', password = '', host = '']: RegExpExecArray): boolean {
  return password !== user && !NOBODYS_HOST.test(host) && !isMadeUp(password);
}

/** Whether a value looks as if a machine had drawn it: letters and digits without a pattern. */
function isRandom([, , quoted, bare]: RegExpExecArray): boolean {
  const value = quoted ?? bare ?? '';
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  const words = /^[A-Za-z]*(?:[._/-][A-Za-z]*\d{0,2})*$/.test(value);
  return mixed && !words && entropy(value) >= LEAST_ENTROPY && !isMadeUp(value);
}

/** Bits a character: random hexadecimal digits have more than this from 20 characters on. */
const LEAST_ENTROPY = 3.1;

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()]
    .map((count) => count / text.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0);
}
