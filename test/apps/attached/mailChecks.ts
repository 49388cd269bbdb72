import PostalMime from 'postal-mime';
import { expect } from 'vitest';
import { httpRequest, jsonBody } from '../../../src/check/harness/httpRequest.ts';
import { withTcpProxy } from '../../../src/check/harness/tcpProxy.ts';
import type { Environment } from '../../../src/check/harness/validEnvironment.ts';
import { withWeb } from '../contract/runWeb.ts';
import { type MailServer, mailServer, REFUSED } from '../servers/mailServer.ts';
import { withCertificate } from '../servers/withCertificate.ts';
import {
  type AttachedCheck,
  expectKept,
  expectProblem,
  expectSuccess,
  withPlace,
} from './attachedApp.ts';
import { type MailApp, mailApp, sendMessage } from './mailApp.ts';

/** What only mail promises. */
export const mailChecks: readonly AttachedCheck<MailApp>[] = [
  { title: 'a message arrives as it was sent, by the id of the answer', examine: expectIntact },
  { title: 'what would add a header or a recipient is 422', examine: expectNoInjection },
  { title: 'what the server refuses is 503, and the next is sent', examine: expectRefusal },
  { title: 'what is not confirmed is 503, and not sent twice', examine: expectOnce },
  { title: 'encrypted by smtps or STARTTLS, to a server that is trusted', examine: expectTrust },
];

const MESSAGE = {
  to: "o'hara+x@example.com",
  subject: `Grüße 🐎, "all": ${'long '.repeat(30).trim()}`,
  text: `One\n.\n..two\n\nFrom here: ${'ž'.repeat(2_000)}\n\ttabbed, ${'x'.repeat(3_000)}\n`,
};

async function expectIntact(mail: MailApp): Promise<void> {
  await withPlace(mail, await mail.makePlace(), async ({ port }) => {
    const { id } = jsonBody(expectSuccess(await sendMessage(port, MESSAGE))) as { id: string };
    const delivery = mail.server.deliveries.at(-1);
    expect(delivery).toMatchObject({ from: 'app@example.com', to: [MESSAGE.to] });
    const email = await PostalMime.parse(delivery?.message ?? '');
    expect(email).toMatchObject({
      messageId: id,
      subject: MESSAGE.subject,
      text: MESSAGE.text,
      from: { address: 'app@example.com' },
      to: [{ address: MESSAGE.to }],
    });
    expect(Math.abs(Date.parse(email.date ?? '') - Date.now())).toBeLessThan(60_000);
  });
}

const INJECTIONS = [
  { subject: 'Hi\r\nBcc: bob@example.com' },
  { subject: 'Hi\nBcc: bob@example.com' },
  { subject: 'Hi\rBcc: bob@example.com' },
  { subject: 'Hi\u2028Bcc: bob@example.com' },
  { subject: '=?utf-8?q?Hi=0D=0ABcc:_bob@example.com?=' },
  { to: 'ann@example.com\r\nBcc: bob@example.com' },
  { to: 'ann@example.com, bob@example.com' },
  { to: 'ann@example.com>\r\nRCPT TO:<bob@example.com' },
  { to: 'Ann <ann@example.com>' },
];

async function expectNoInjection(mail: MailApp): Promise<void> {
  const place = await mail.makePlace();
  await withPlace(mail, place, async ({ port }) => {
    for (const field of INJECTIONS) {
      const response = await sendMessage(port, { ...MESSAGE, ...field });
      expect(response.status, JSON.stringify(field)).toBe(422);
    }
    expect(await mail.countKept(port, place)).toBe(0);
  });
}

async function expectRefusal(mail: MailApp): Promise<void> {
  const place = await mail.makePlace();
  await withPlace(mail, place, async ({ port }) => {
    expectProblem(await sendMessage(port, { ...MESSAGE, to: REFUSED.box }));
    await expectKept(mail, port, 'the next');
    expect(await mail.countKept(port, place)).toBe(1);
  });
}

/** What a server says before it confirms a message: its name, what it can, and to user, sender, recipient, text. */
const REPLIES_BEFORE = 6;

async function expectOnce(mail: MailApp): Promise<void> {
  await withTcpProxy(mail.server.port, async (proxy) => {
    const place = await mail.makePlace({ port: proxy.port });
    await withPlace(mail, place, async ({ port }) => {
      proxy.hold(REPLIES_BEFORE);
      expectProblem(await sendMessage(port, MESSAGE, 20_000));
      expect(await mail.countKept(port, place)).toBe(1);
    });
  });
}

async function expectTrust({ app }: MailApp): Promise<void> {
  await withCertificate(async (identity) => {
    for (const secure of [true, false]) {
      const server = await mailServer({ identity, secure });
      try {
        const place = await mailApp(app, server).makePlace();
        await expectSent(app, server, place, 503, 0);
        await expectSent(app, server, { ...place, SSL_CERT_FILE: identity.file }, 202, 1);
      } finally {
        await server.remove();
      }
    }
  });
}

async function expectSent(
  app: MailApp['app'],
  server: MailServer,
  changes: Environment,
  status: number,
  deliveries: number,
): Promise<void> {
  await withWeb(app, { changes, until: '/livez' }, async ({ port }) => {
    const ready = await httpRequest(port, { path: '/readyz' }, 20_000);
    expect(ready.status).toBe(status === 202 ? 200 : 503);
    expect((await sendMessage(port, MESSAGE, 20_000)).status).toBe(status);
    expect(server.deliveries).toHaveLength(deliveries);
    expect(server.deliveries.every(({ encrypted }) => encrypted)).toBe(true);
  });
}
