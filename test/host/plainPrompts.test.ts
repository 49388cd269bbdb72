import { describe, expect, it } from 'vitest';
import { readReply } from '../../src/host/plainPrompts.ts';
import type { Question } from '../../src/host/question.ts';

const choices = [
  { value: 'redis', name: 'Redis' },
  { value: 'postgres', name: 'PostgreSQL' },
  { value: 'mysql', name: 'MySQL', disabled: 'excludes PostgreSQL' },
];
const text: Question = {
  kind: 'text',
  message: 'Name?',
  default: 'orders',
  validate: (value) => (value === 'x' ? 'too short' : undefined),
};
const confirm: Question = { kind: 'confirm', message: 'Write it?', default: false };
const choice: Question = { kind: 'choice', message: 'Which?', choices, default: 'redis' };
const several: Question = {
  kind: 'choices',
  message: 'Which?',
  choices,
  default: ['redis'],
  validate: (values) => (values.length > 1 ? 'one at most' : undefined),
};

describe('a line that is typed', () => {
  it.each<[string, Question, unknown]>([
    ['', text, 'orders'],
    ['  parcels ', text, 'parcels'],
    ['', confirm, false],
    ['YES', confirm, true],
    ['n', confirm, false],
    ['', choice, 'redis'],
    ['2', choice, 'postgres'],
    ['postgres', choice, 'postgres'],
    ['', several, ['redis']],
    ['none', several, []],
    [' 2, ', several, ['postgres']],
  ])('%j answers %o', (typed, question, answer) => {
    expect(readReply(question, typed)).toEqual({ answer });
  });

  it.each<[string, Question, string]>([
    ['x', text, 'too short'],
    ['maybe', confirm, 'Answer yes or no'],
    ['9', choice, 'Type a number from 1 to 3'],
    ['3', choice, 'MySQL: excludes PostgreSQL'],
    ['1 4', several, 'Type a number from 1 to 3'],
    ['1 2', several, 'one at most'],
  ])('%j is refused by %o', (typed, question, refused) => {
    expect(readReply(question, typed)).toEqual({ refused });
  });
});
