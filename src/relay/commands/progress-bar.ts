import type { Progress } from '../history/postgres-import.ts'

const WIDTH = 30

/** Between two drawings, so that drawing costs nothing. Milliseconds. */
const EVERY_MS = 100

/** A bar on standard error that is drawn over itself; where that is no terminal, nothing but the ends of steps. */
export class ProgressBar {
  #drawnAt = -Infinity
  #step = ''

  /** @param now Milliseconds. */
  show(progress: Progress, now: number): void {
    const { step, done, of } = progress
    const isEnd = done >= of
    if (step === this.#step && !isEnd && now - this.#drawnAt < EVERY_MS) return
    this.#drawnAt = now
    this.#step = step
    if (process.stderr.isTTY) process.stderr.write(`\r${barText(progress)}${isEnd ? '\n' : ''}`)
    else if (isEnd) process.stderr.write(`${barText(progress)}\n`)
  }
}

/** E.g. `copying    [###############...............]  50 %  500 observations`. */
function barText({ step, done, of, rows }: Progress): string {
  const share = of === 0 ? 1 : Math.min(1, done / of)
  const filled = Math.floor(share * WIDTH)
  const percent = String(Math.floor(share * 100)).padStart(3)
  return `${step.padEnd(10)} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} %  ${rows} observations`
}
