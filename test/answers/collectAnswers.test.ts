import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collectAnswers } from '../../src/answers/collectAnswers.ts';
import type { AnswerFlags, Asked } from '../../src/answers/gathered.ts';
import type { OptionKey } from '../../src/answers/options.ts';
import type { RawAnswers } from '../../src/answers/parseAnswersFile.ts';
import type { AnswerTo, ChoicesQuestion, Question } from '../../src/host/question.ts';
import { houseCatalog } from '../catalog/houseCatalog.ts';
import { realCatalog } from '../catalog/realCatalog.ts';
import { failureOf } from './failureOf.ts';
import { unattendedHost } from './unattendedHost.ts';

type Given = Partial<Record<OptionKey, unknown>>;

function flags(given: Given, more: Partial<AnswerFlags> = {}): AnswerFlags {
  const values: RawAnswers = new Map(
    Object.entries(given).map(([key, raw]) => [key as OptionKey, { raw, where: `--${key}` }]),
  );
  return { values, yes: false, mayAsk: false, ...more };
}

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'answers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'answers.yaml'), text);
  return join(folder, 'answers.yaml');
}

/** A person who gives these answers, in this order. */
function person(...replies: unknown[]): Asked & { readonly questions: readonly Question[] } {
  const questions: Question[] = [];
  return {
    environment: {},
    cwd: () => '/work',
    signals: { received: undefined, listen: () => () => undefined },
    questions,
    terminal: {
      async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
        questions.push(question);
        return replies.shift() as AnswerTo<Q>;
      },
    },
  };
}

describe('the layers', () => {
  const file = 'description: from the file\nstack: ferry\nname: from-file\n';

  it('win in this order: flag, environment, file, default', async () => {
    const { answers, sources } = await collectAnswers(
      flags({ name: 'from-flag', directory: 'shop' }, { file: fileOf(file) }),
      unattendedHost({ TWELVE_FACTOR_NAME: 'from-env', TWELVE_FACTOR_DESCRIPTION: 'from env' }),
      houseCatalog,
    );
    expect(answers).toEqual({
      directory: 'shop',
      name: 'from-flag',
      description: 'from env',
      stack: 'ferry',
      services: [],
      targets: [],
    });
    expect(sources).toEqual({
      directory: 'flag',
      name: 'flag',
      description: 'environment',
      stack: 'file',
      services: 'default',
      targets: 'default',
    });
  });

  it('an empty variable is unset', async () => {
    const { answers, sources } = await collectAnswers(
      flags({ directory: 'shop' }, { file: fileOf(file) }),
      unattendedHost({ TWELVE_FACTOR_NAME: '', TWELVE_FACTOR_SERVICES: '' }),
      houseCatalog,
    );
    expect([answers.name, sources.services]).toEqual(['from-file', 'default']);
  });

  it('a file may not clear what the flags left out with nothing', async () => {
    const collect = () =>
      collectAnswers(
        flags({ directory: 'x' }, { file: fileOf('stack:\n') }),
        unattendedHost(),
        houseCatalog,
      );
    expect(await failureOf(collect)).toMatchObject({ message: 'It must be a text', exitCode: 2 });
  });

  it('each says where a wrong answer stands', async () => {
    const collect = (given: AnswerFlags, environment = {}) =>
      failureOf(() => collectAnswers(given, unattendedHost(environment), houseCatalog));
    expect((await collect(flags({ stack: 'x' }))).where).toBe('--stack');
    expect((await collect(flags({}), { TWELVE_FACTOR_STACK: 'x' })).where).toBe(
      'TWELVE_FACTOR_STACK',
    );
    expect((await collect(flags({}, { file: fileOf('\nstack: x\n') }))).where).toMatch(
      /answers\.yaml:2 \(stack\)$/,
    );
  });
});

describe('without a terminal', () => {
  it('every missing answer is reported at once, with the flag that gives it', async () => {
    const failure = await failureOf(() =>
      collectAnswers(flags({}), unattendedHost(), houseCatalog),
    );
    expect(failure).toMatchObject({
      where: 'the directory (as an argument), --stack lantern|ferry',
      exitCode: 2,
    });
    expect(failure.remedy).toContain('--yes');
  });

  it('one missing answer is one', async () => {
    const failure = await failureOf(() =>
      collectAnswers(flags({ stack: 'ferry' }), unattendedHost(), houseCatalog),
    );
    expect(failure.message).toMatch(/an answer is missing$/);
  });

  it('--yes answers everything', async () => {
    const { answers } = await collectAnswers(
      flags({}, { yes: true }),
      unattendedHost(),
      houseCatalog,
    );
    expect(answers).toEqual({
      directory: 'my-app',
      name: 'my-app',
      description: 'A twelve-factor app',
      stack: 'lantern',
      services: [],
      targets: [],
    });
  });

  it('--yes takes the first stack of the catalog', async () => {
    const { answers } = await collectAnswers(
      flags({}, { yes: true }),
      unattendedHost(),
      realCatalog,
    );
    expect(answers.stack).toBe('flask');
  });
});

describe('with a person', () => {
  it('asks what no layer has answered, in the order of the table', async () => {
    const asked = person('Sells things', ['wren'], []);
    const { answers, sources } = await collectAnswers(
      flags({ directory: 'shop', stack: 'lantern' }, { mayAsk: true }),
      asked,
      houseCatalog,
    );
    expect(asked.questions.map(({ message }) => message)).toEqual([
      'What does it do, in one sentence?',
      'Which backing services?',
      'Which deploy targets?',
    ]);
    expect(answers).toMatchObject({ description: 'Sells things', services: ['wren'] });
    expect(sources).toMatchObject({ description: 'prompt', services: 'prompt', stack: 'flag' });
  });

  it('takes no services that do not go together', async () => {
    const asked = person('Sells things', [], []);
    const given = flags({ directory: 'shop', stack: 'lantern' }, { mayAsk: true });
    await collectAnswers(given, asked, houseCatalog);
    const question = asked.questions[1] as ChoicesQuestion;
    expect(question.validate?.(['brook', 'pond'])).toMatch(/^"brook" and "pond" both serve ledger/);
    expect(question.validate?.(['heron'])).toBe('"heron" needs a service for ledger or memo');
    expect(question.validate?.(['brook', 'heron'])).toBeUndefined();
    expect(question.choices.map(({ disabled }) => disabled)).not.toContainEqual(expect.anything());
  });

  it('offers no service that the stack can not have', async () => {
    const asked = person('Sells things', [], []);
    const given = flags({ directory: 'shop', stack: 'ferry' }, { mayAsk: true });
    await collectAnswers(given, asked, houseCatalog);
    const question = asked.questions[1] as ChoicesQuestion;
    const reason = 'Quill with Ferry has no example for ledger yet';
    expect(question.choices).toContainEqual(
      expect.objectContaining({ value: 'brook', disabled: reason }),
    );
  });

  it('asks nothing that has no choices', async () => {
    const asked = person('shop', 'Sells things', 'lantern');
    const bare = {
      ...houseCatalog,
      parts: houseCatalog.parts.filter(({ kind }) => !['service', 'target'].includes(kind)),
    };
    await collectAnswers(flags({}, { mayAsk: true }), asked, bare);
    expect(asked.questions).toHaveLength(3);
  });

  it('asks nothing with --yes', async () => {
    const asked = person();
    await collectAnswers(flags({}, { mayAsk: true, yes: true }), asked, houseCatalog);
    expect(asked.questions).toEqual([]);
  });

  it('says at the prompt what is wrong with an answer', async () => {
    const asked = person('shop', 'Sells', 'lantern', [], []);
    await collectAnswers(flags({}, { mayAsk: true }), asked, houseCatalog);
    const [directory] = asked.questions;
    const validate = directory?.kind === 'text' ? directory.validate : undefined;
    expect(validate?.('-x')).toBe('Please change it: it looks like a flag; write ./-x.');
    expect(validate?.('shop')).toBeUndefined();
  });
});

describe('the name', () => {
  it.each([
    ['My Shop', '/work', 'my-shop'],
    ['apps/orders/', '/work', 'orders'],
    ['.', '/work/Übersicht', 'ubersicht'],
    ['../2024', '/work', 'app-2024'],
  ])('of %j in %s is %s', async (directory, cwd, expected) => {
    const { answers, sources } = await collectAnswers(
      flags({ directory, stack: 'ferry' }),
      unattendedHost({}, cwd),
      houseCatalog,
    );
    expect([answers.name, sources.name]).toEqual([expected, 'default']);
  });

  it('must be given when none can be derived', async () => {
    const failure = await failureOf(() =>
      collectAnswers(flags({ directory: '店', stack: 'ferry' }), unattendedHost(), houseCatalog),
    );
    expect(failure).toMatchObject({ remedy: 'Give one with --name.', exitCode: 2 });
  });
});

describe('an answers file', () => {
  it.each([
    ['that is not there', '/nowhere/answers.yaml', 'There is no such file'],
    ['that is a directory', tmpdir(), 'This is not a file'],
    ['that never ends', '/dev/zero', 'This is not a file'],
  ])('%s is refused', async (_, file, message) => {
    const failure = await failureOf(() =>
      collectAnswers(flags({}, { file }), unattendedHost(), houseCatalog),
    );
    expect(failure).toMatchObject({ message, where: file, exitCode: 2 });
  });

  it('that is huge is refused', async () => {
    const file = fileOf(`# ${'x'.repeat(16 * 1024)}\n`);
    const failure = await failureOf(() =>
      collectAnswers(flags({}, { file }), unattendedHost(), houseCatalog),
    );
    expect(failure).toMatchObject({ message: 'The answers are larger than 16 KiB', exitCode: 2 });
  });
});
