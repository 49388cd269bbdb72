import type { ExaminedApp } from '../app/examinedApp.ts';
import { haveSameShape } from '../harness/haveSameShape.ts';
import { httpRequest } from '../harness/httpRequest.ts';

/** What a GET came to; without a status when there was no answer. */
export interface Answer {
  readonly path: string;
  readonly status: number | undefined;
  readonly type: string;
  readonly text: string;
}

/** Sends a GET for every route that is known. */
export async function answersOf({ routes }: ExaminedApp, port: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const path of routes.gets) {
    const answer = await httpRequest(port, { path }).catch(() => undefined);
    answers.push({
      path,
      status: answer?.status,
      type: answer?.headers['content-type']?.split(';')[0] ?? '',
      text: answer?.body.toString('utf8') ?? '',
    });
  }
  return answers;
}

/** Where two runs differ in more than values: times, ids and the like are their own. */
export function differences(ones: readonly Answer[], others: readonly Answer[]): readonly string[] {
  return ones.flatMap((one, index) => {
    const other = others[index];
    if (other === undefined || isAlike(one, other)) return [];
    const [here, there] = [one, other].map(({ status, type }) => `${status ?? 'nothing'} ${type}`);
    const detail = here === there ? `${here} of two shapes` : `${here} here and ${there} there`;
    return [`GET ${one.path} answered ${detail}`];
  });
}

function isAlike(one: Answer, other: Answer): boolean {
  if (one.status !== other.status || one.type !== other.type) return false;
  return one.text === other.text || !/json/.test(one.type) || haveSameShape(one.text, other.text);
}
