import type { Reply } from '../../../src/check/harness/httpConnection.ts';
import type { HttpResponse } from '../../../src/check/harness/parseResponse.ts';

/** Expects a response of `status`; throws saying what came instead. */
export function expectResponse(reply: Reply, status: number, evidence = ''): HttpResponse {
  if (reply.kind !== 'response') throw new Error(`no response: ${reply.kind}\n${evidence}`);
  if (reply.response.status !== status) {
    const body = reply.response.body.toString('utf8').slice(0, 300);
    throw new Error(`answered ${reply.response.status}, not ${status}: ${body}\n${evidence}`);
  }
  return reply.response;
}
