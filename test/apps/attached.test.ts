import { attachmentChecks } from './attached/attachmentChecks.ts';
import { cacheChecks } from './attached/cacheApp.ts';
import { filesChecks } from './attached/filesChecks.ts';
import { mailChecks } from './attached/mailChecks.ts';
import { outageChecks } from './attached/outageChecks.ts';
import { secretChecks } from './attached/secretChecks.ts';
import { type AttachedService, describeAttached } from './attached.ts';
import { SERVED } from './servedServices.ts';

const COMMON = [...attachmentChecks, ...outageChecks, ...secretChecks];

const services: readonly AttachedService[] = [
  {
    ...SERVED.redis,
    capability: 'the cache',
    checks: [...COMMON, ...cacheChecks],
  },
  {
    ...SERVED.s3,
    capability: 'the files',
    checks: [...COMMON, ...filesChecks],
  },
  {
    ...SERVED.smtp,
    capability: 'the mail',
    checks: [...COMMON, ...mailChecks],
  },
];

/** One app with all three: what one of them does must leave the others as they are. */
describeAttached({
  title: 'Flask with Redis, S3 and SMTP',
  services,
  examples: { files: 10, lines: 5, members: 12 },
  traces: 'visits|blueprint as files|blueprint as messages|measure',
});
