import type { Box } from './box.ts';
import type { Run } from './run.ts';

/** The line that tells a user how a run went, without what differs from run to run. */
export function sentenceOf(run: Run, box: Box): string {
  const lines = `${run.stderr}\n${run.stdout}`
    .replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const found =
    lines.find((line) => line.startsWith('error: ')) ??
    lines.find((line) => line.startsWith('Cancelled')) ??
    lines.find((line) => /^(failed|skipped) {2}/.test(line)) ??
    lines.find((line) => /^(Created|Would create|BROKEN) /.test(line)) ??
    lines.find((line) => /^\d+ of \d+ factors hold/.test(line)) ??
    lines[0] ??
    '(nothing)';
  if (found === '{') return '(one JSON object)';
  return found
    .replace(/^(error: |failed {2}|skipped {2})/, '')
    .replaceAll(box.root, '…')
    .replace(/\b\d+ files/, 'all files')
    .replace(/process \d+/, 'process …')
    .replace(/ \(\d+\.\d s\)$/, '')
    .replace(/while writing (?!…)\S+ \(about \d+ kB/, 'while writing … (about … kB')
    .replace(/^(.{120}).+$/su, '$1…');
}
