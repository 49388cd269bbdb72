import { DEPTH, type Level } from '../check/depth.ts';
import type { Finding } from '../check/finding.ts';
import type { Requirement } from '../check/requirement.ts';
import { roman } from '../check/roman.ts';
import { statusOf } from '../check/statusOf.ts';
import type { Terminal } from '../host/terminal.ts';
import type { CheckRequest } from './toCheckRequest.ts';

/** Tells how far a check is: a line for each factor that is done, and each requirement that broke. */
export interface CheckProgress {
  tell(finding: Finding): void;
  end(): void;
}

/** Begins to tell of a check. */
export function checkProgress(
  { factors, level }: Pick<CheckRequest, 'factors' | 'level'>,
  terminal: Pick<Terminal, 'progress'>,
): CheckProgress {
  const progress = terminal.progress('Examining');
  const startedAt = performance.now();
  const awaited = new Map(
    factors.map((factor) => [factor, factor.requirements.filter(isOfLevel(level))] as const),
  );
  const examined = factors.filter((factor) => awaited.get(factor)?.length);
  const found: Finding[] = [];
  let done = 0;
  return {
    tell(finding) {
      found.push(finding);
      const { requirement, status, observed } = finding;
      if (status === 'broken') progress.update(`${requirement.id} is broken: ${observed}`);
      const factor = examined.find(({ requirements }) => requirements.includes(requirement));
      if (factor === undefined) return;
      const findings = found.filter((one) => factor.requirements.includes(one.requirement));
      if (findings.length < (awaited.get(factor)?.length ?? 0)) return;
      done += 1;
      const verdict = statusOf(findings).replace('-', ' ');
      progress.update(
        `${done} of ${examined.length}: ${roman(factor)} ${factor.title}: ${verdict}`,
      );
    },
    end() {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      progress.end(`Examined ${found.length} requirements in ${seconds} s.\n`);
    },
  };
}

function isOfLevel(level: Level): (requirement: Requirement) => boolean {
  return (requirement) => DEPTH[requirement.level] <= DEPTH[level];
}
