import type { ExaminedApp } from './app/examinedApp.ts';
import { firstStart } from './app/runApp.ts';
import { DEPTH, type Level } from './depth.ts';
import type { CheckResult, Finding } from './finding.ts';
import { redact } from './redact.ts';
import type { Factor, Requirement } from './requirement.ts';
import { statusOf } from './statusOf.ts';
import { NotChecked, notChecked, type Verdict } from './verdict.ts';

/** What is to be checked, and how. */
export interface CheckPlan {
  readonly factors: readonly Factor[];
  readonly level: Level;
  /** Ms after which what is left is not checked any more. */
  readonly timeoutMs: number;
  /** Examine the rest of a factor that is broken already. */
  readonly keepGoing: boolean;
  /** Resolves with the reason when the check must end at once. */
  readonly stopped: Promise<string>;
  /** Told of each finding as it comes. */
  readonly onFinding: (finding: Finding) => void;
}

/** How many factors are examined at a time: most of the time they wait, and few machines have many cores. */
const WIDTH = 4;

/** Examines every requirement of the plan's level: those of a factor in turn, several factors at a time. */
export async function runChecks(app: ExaminedApp, plan: CheckPlan): Promise<CheckResult> {
  const ending = new Ending(app, plan);
  const found = new Map<Factor, readonly Finding[]>();
  const waiting = [...plan.factors];
  const work = async (): Promise<void> => {
    for (let factor = waiting.shift(); factor !== undefined; factor = waiting.shift()) {
      found.set(factor, await findingsOf(factor, app, plan, ending));
    }
  };
  try {
    await Promise.all(Array.from({ length: WIDTH }, work));
  } finally {
    ending.forget();
    await app.end();
  }
  return {
    directory: app.source,
    level: plan.level,
    factors: plan.factors.map((factor) => {
      const findings = found.get(factor) ?? [];
      return { factor, status: statusOf(findings), findings };
    }),
    timeline: app.timeline,
    durationMs: app.now(),
    ...(ending.reason === undefined ? {} : { endedEarly: ending.reason }),
  };
}

async function findingsOf(
  factor: Factor,
  app: ExaminedApp,
  plan: CheckPlan,
  ending: Ending,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const requirement of factor.requirements) {
    if (DEPTH[requirement.level] > DEPTH[plan.level]) continue;
    const settled = !plan.keepGoing && statusOf(findings) === 'broken';
    const fromMs = app.now();
    const verdict = settled ? SETTLED : await ending.orElse(() => examine(app, requirement));
    const finding = { requirement, ...redact(app, verdict), fromMs, toMs: app.now() };
    findings.push(finding);
    plan.onFinding(finding);
  }
  return findings;
}

const SETTLED = notChecked('the factor is broken already; --keep-going examines the rest of it');

async function examine(app: ExaminedApp, requirement: Requirement): Promise<Verdict> {
  // Whoever needs it to have gone well asks for it again.
  if (requirement.level !== 'static') await firstStart(app).catch(() => undefined);
  try {
    return await requirement.examine(app);
  } catch (error) {
    if (error instanceof NotChecked) return notChecked(error.message);
    throw error;
  }
}

/** The end of a check before everything was examined: time is up, or somebody wants it to stop. */
class Ending {
  reason: string | undefined;
  private readonly verdict: Promise<Verdict>;
  private readonly timer: NodeJS.Timeout;
  private resolve: (verdict: Verdict) => void = () => undefined;

  constructor(
    private readonly app: ExaminedApp,
    { timeoutMs, stopped }: CheckPlan,
  ) {
    this.verdict = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.timer = setTimeout(() => this.end(`its ${timeoutMs / 1000} s were over`), timeoutMs);
    stopped.then((reason) => this.end(reason));
  }

  /** What an examination finds, unless the check ends before. */
  orElse(examination: () => Promise<Verdict>): Promise<Verdict> {
    if (this.reason !== undefined) return this.verdict;
    return Promise.race([examination(), this.verdict]);
  }

  /** No reason can come any more. */
  forget(): void {
    clearTimeout(this.timer);
  }

  private end(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.resolve(notChecked(`the check ended before: ${reason}`));
    void this.app.end();
  }
}
