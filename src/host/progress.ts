import { printable } from '../errors.ts';
import { truncateText } from './truncateText.ts';

/** A live view of long work: one line that moves on a terminal, plain lines without one. */
export interface Progress {
  /** What is happening now, e.g. the last line that the work printed. */
  update(detail: string): void;
  /** Ends it. `text` is the line that stays. */
  end(text: string): void;
}

/** A progress that draws over its own line, so that other output must make room first. */
export interface LiveProgress extends Progress {
  /** Takes the line off the screen; the next redraw brings it back. */
  clear(): void;
  /** Takes it away for good and gives the cursor back; `end` still says how it ended. */
  stop(): void;
}

/** Where and how a progress writes. */
export interface ProgressOutput {
  write(text: string): void;
  columns(): number;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const REDRAW_MS = 100;
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_LINE = '\r\u001b[2K';

/** One line on a terminal: redrawn ten times a second, never wider than it. */
export function liveProgress(title: string, output: ProgressOutput): LiveProgress {
  const startedAt = performance.now();
  let detail = '';
  let frame = 0;
  let running = true;

  const draw = (): void => {
    frame = (frame + 1) % FRAMES.length;
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    const text = `${FRAMES[frame]} ${title} ${seconds}s ${detail}`;
    // The last column stays free: some terminals break the line as soon as it is filled.
    output.write(`${ERASE_LINE}${truncateText(text, output.columns() - 1)}`);
  };
  const stop = (): void => {
    if (!running) return;
    running = false;
    clearInterval(timer);
    process.removeListener('exit', stop);
    output.write(`${ERASE_LINE}${SHOW_CURSOR}`);
  };

  output.write(HIDE_CURSOR);
  draw();
  const timer = setInterval(draw, REDRAW_MS).unref();
  // The work may throw past whoever should have ended this.
  process.once('exit', stop);

  return {
    update(text) {
      detail = printable(text);
    },
    clear() {
      if (running) output.write(ERASE_LINE);
    },
    stop,
    end(text) {
      stop();
      output.write(`${text}\n`);
    },
  };
}

const LINES_A_SECOND = 50;
const LINE_LIMIT = 500;

/**
 * Plain lines: the title, what the work prints (indented), how it ended. A flood is thinned out to
 * some lines a second, so that a log stays readable and still shows that the work is alive.
 */
export function plainProgress(
  title: string,
  output: Pick<ProgressOutput, 'write'>,
  now: () => number = () => performance.now(),
): Progress {
  let second = 0;
  let shown = 0;
  let left = 0;

  const tellLeft = (): void => {
    if (left > 0) output.write(`  … ${left} more ${left === 1 ? 'line' : 'lines'}\n`);
    left = 0;
  };

  output.write(`${title}\n`);
  return {
    update(detail) {
      const current = Math.floor(now() / 1000);
      if (current !== second) shown = 0;
      second = current;
      shown += 1;
      if (shown > LINES_A_SECOND) {
        left += 1;
        return;
      }
      tellLeft();
      output.write(`  ${printable(detail.slice(0, LINE_LIMIT))}\n`);
    },
    end(text) {
      tellLeft();
      output.write(`${text}\n`);
    },
  };
}
