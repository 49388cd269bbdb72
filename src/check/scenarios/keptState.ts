import { randomUUID } from 'node:crypto';
import type { HttpStep, StateStep } from '../app/checkFile.ts';
import { requestOf } from '../app/routes.ts';
import { type HttpRequest, httpRequest } from '../harness/httpRequest.ts';
import type { HttpResponse } from '../harness/parseResponse.ts';
import { waitFor } from '../harness/waitFor.ts';
import { NotChecked } from '../verdict.ts';

/** How long an app may take for a step when all is well, in ms. */
const STEP_MS = 10_000;
/** How long an instance may take to see what it or another has written, in ms. */
const SEEN_MS = 2_000;

/** Something that was written, and how it can be looked for. */
export interface KeptState {
  readonly step: StateStep;
  /** What the answer to a read holds; undefined when it only changes. */
  readonly unique: string | undefined;
  /** The answer to a read before it was written. */
  readonly before: string;
  readonly read: HttpRequest;
}

/**
 * Writes a new value by way of the app on `port`, and sees that the same app has it.
 * @throws NotChecked when it does not: then the step says nothing of where state is kept
 */
export async function keepState(port: number, step: StateStep): Promise<KeptState> {
  const unique = isUnique(step) ? randomUUID() : undefined;
  const values = { unique: unique ?? '' };
  const before = await textBefore(port, step);
  const written = await httpRequest(port, requestOf(step.write, values), STEP_MS).catch(
    asReason(step),
  );
  if (written.status >= 400)
    throw new NotChecked(`${step.name}: ${titleOf(step.write)} answered ${written.status}`);
  const read = filledRead(step, written, values);
  const kept = { step, unique, before, read };
  if (!(await comesTrue(() => hasState(port, kept))))
    throw new NotChecked(`${step.name}: ${titleOf(step.read)} does not show what was written`);
  return kept;
}

/** What a read answers before anything is written, where that is what the answer is compared with. */
export async function textBefore(port: number, step: StateStep): Promise<string> {
  return isUnique(step) ? '' : textOf(port, requestOf(step.read));
}

function isUnique(step: StateStep): boolean {
  return JSON.stringify(step).includes('${unique}');
}

/** Whether the app on `port` has what was written. */
export async function hasState(
  port: number,
  { unique, before, read }: KeptState,
): Promise<boolean> {
  const text = await textOf(port, read);
  if (unique !== undefined) return text.includes(unique);
  return text !== '' && text !== before;
}

/**
 * Whether the app on `port` comes to see what was written by way of another on `origin`. Where the
 * answer only changes, both must come to give the same, whoever else writes meanwhile.
 */
export function sharesState(port: number, origin: number, kept: KeptState): Promise<boolean> {
  const isShared = async (): Promise<boolean> =>
    (await hasState(port, kept)) &&
    (kept.unique !== undefined ||
      (await textOf(port, kept.read)) === (await textOf(origin, kept.read)));
  return comesTrue(isShared);
}

/** Whether two instances come to give the same answer to a read whose change will be looked at. */
export function agree(step: StateStep, one: number, other: number): Promise<boolean> {
  return comesTrue(async () => (await textBefore(one, step)) === (await textBefore(other, step)));
}

function comesTrue(isTrue: () => Promise<boolean>): Promise<boolean> {
  return waitFor('it to be true', isTrue, { limitMs: SEEN_MS }).catch(() => false);
}

/** A step as people name a request. */
export function titleOf({ method = 'GET', path }: HttpStep): string {
  return `${method} ${path}`;
}

function filledRead(
  { read }: StateStep,
  { headers }: HttpResponse,
  values: Readonly<Record<string, string>>,
): HttpRequest {
  const cookies = cookiesOf(headers['set-cookie'] ?? '');
  const request = requestOf(read, { ...values, location: pathOf(headers.location ?? '') });
  return cookies === ''
    ? request
    : { ...request, headers: { Cookie: cookies, ...request.headers } };
}

/** What of one or several Set-Cookie headers, joined by commas, a client sends back. */
function cookiesOf(headers: string): string {
  const cookies = headers.split(/,(?=\s*[^\s;,=]+=)/);
  return cookies.map((cookie) => cookie.split(';')[0]?.trim()).join('; ');
}

function pathOf(location: string): string {
  return location.replace(/^https?:\/\/[^/]*/, '');
}

async function textOf(port: number, read: HttpRequest): Promise<string> {
  const { status, body } = await httpRequest(port, read, STEP_MS).catch(() => NO_ANSWER);
  return status < 400 ? body.toString('utf8') : '';
}

const NO_ANSWER = { status: 599, body: Buffer.alloc(0) };

function asReason({ name }: StateStep): (error: Error) => never {
  return (error) => {
    throw new NotChecked(`${name}: ${error.message}`);
  };
}
