import { createInterface } from 'node:readline';
import type { Answer, Choice, ChoicesQuestion, Question, TextQuestion } from './question.ts';

/** What a typed line means as an answer, or why it means nothing. */
type Reading = { readonly answer: Answer } | { readonly refused: string };

/** Asks line by line, for terminals that can't move their cursor. Aborting `signal` ends it. */
export async function askPlainly(
  question: Question,
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<Answer> {
  process.stdout.write(listed(question));
  for (;;) {
    const reading = readReply(question, await readLine(promptOf(question), input, signal));
    if ('answer' in reading) return reading.answer;
    process.stdout.write(`> ${reading.refused}\n`);
  }
}

/** Understands a typed line; an empty one stands for the default. */
export function readReply(question: Question, typed: string): Reading {
  const line = typed.trim();
  switch (question.kind) {
    case 'text':
      return readText(question, line === '' ? (question.default ?? '') : line);
    case 'confirm':
      return readConfirm(line === '' ? (question.default ?? true) : line);
    case 'choice':
      return readChoice(question.choices, line === '' ? question.default : line);
    case 'choices':
      return readChoices(question, line);
  }
}

function readText(question: TextQuestion, value: string): Reading {
  const refused = question.validate?.(value);
  return refused === undefined ? { answer: value } : { refused };
}

function readConfirm(line: string | boolean): Reading {
  if (typeof line === 'boolean') return { answer: line };
  if (/^y(es)?$/i.test(line)) return { answer: true };
  if (/^no?$/i.test(line)) return { answer: false };
  return { refused: 'Answer yes or no' };
}

function readChoice(choices: readonly Choice[], line: string | undefined): Reading {
  const choice = choices.find(({ value }, index) => line === value || line === `${index + 1}`);
  if (choice === undefined) return { refused: `Type a number from 1 to ${choices.length}` };
  if (choice.disabled !== undefined) return { refused: `${choice.name}: ${choice.disabled}` };
  return { answer: choice.value };
}

function readChoices(question: ChoicesQuestion, line: string): Reading {
  const chosen = new Set<string>();
  const typed = line === 'none' ? [] : line.split(/[\s,]+/).filter((word) => word !== '');
  for (const word of line === '' ? (question.default ?? []) : typed) {
    const reading = readChoice(question.choices, word);
    if ('refused' in reading) return reading;
    chosen.add(String(reading.answer));
  }
  const answer = question.choices.map(({ value }) => value).filter((value) => chosen.has(value));
  const refused = question.validate?.(answer);
  return refused === undefined ? { answer } : { refused };
}

function listed(question: Question): string {
  if (!('choices' in question)) return '';
  const lines = question.choices.map(({ name, description, disabled }, index) => {
    const remark = disabled === undefined ? description : `not now: ${disabled}`;
    return ` ${index + 1}) ${name}${remark === undefined ? '' : ` - ${remark}`}`;
  });
  return `${question.message}\n${lines.join('\n')}\n`;
}

function promptOf(question: Question): string {
  switch (question.kind) {
    case 'text':
      return `? ${question.message}${question.default ? ` (${question.default})` : ''} `;
    case 'confirm':
      return `? ${question.message} ${(question.default ?? true) ? '(Y/n)' : '(y/N)'} `;
    case 'choice':
      return `? Number${question.default ? ` (${question.default})` : ''} `;
    case 'choices':
      return `? Numbers, or none (${question.default?.join(', ') || 'none'}) `;
  }
}

function readLine(
  prompt: string,
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<string> {
  process.stdout.write(prompt);
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input, terminal: false, signal });
    const ended = () => {
      process.stdout.write('\n');
      reject(Object.assign(new Error('The input ended'), { name: 'InputEnded' }));
    };
    lines.once('close', ended);
    lines.once('line', (line) => {
      lines.off('close', ended).close();
      resolve(line);
    });
  });
}
