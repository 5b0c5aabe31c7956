// What a person sees while work goes on, on standard error: a line that redraws itself on a terminal, a plain line every few
// seconds elsewhere, nothing under --json. Code that works always has a Progress, so it never asks whether to report.

export interface Progress {
  /** `done` counts finished units of the total. `detail` is a short text such as "success 41 %". */
  update(done: number, detail?: string): void
  /** A lasting line above the live one. */
  note(text: string): void
  /** Ends the live line with its final state; a second call does nothing. */
  finish(detail?: string): void
}

/** The part of a stream that is used; `process.stderr` is one. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressOptions {
  readonly label: string
  /** null: not known. */
  readonly total: number | null
  /** Units already done before this process, for example on resuming; they do not count for the rate. */
  readonly start?: number
  /** Default `process.stderr`. */
  readonly stream?: ProgressStream
  /** Milliseconds; default the monotonic clock. */
  readonly now?: () => number
}

const LIVE_INTERVAL_MS = 100
const PLAIN_INTERVAL_MS = 5000

/** Reports nothing. */
export const silentProgress: Progress = { update: () => {}, note: () => {}, finish: () => {} }

export function createProgress(options: ProgressOptions): Progress {
  const { stream = process.stderr, now = () => performance.now(), start = 0, label, total } = options
  const live = stream.isTTY === true
  const began = now()
  let last = Number.NEGATIVE_INFINITY
  let done = start
  let detail = ''
  let ended = false

  const draw = (): void => {
    last = now()
    const line = progressLine({ label, total, done, detail, fresh: done - start, elapsedMs: last - began })
    stream.write(live ? `\r\u001b[2K${clip(line, stream.columns ?? 80)}` : `${line}\n`)
  }
  return {
    update: (units, text) => {
      done = units
      if (text !== undefined) detail = text
      if (!ended && now() - last >= (live ? LIVE_INTERVAL_MS : PLAIN_INTERVAL_MS)) draw()
    },
    note: (text) => {
      stream.write(live ? `\r\u001b[2K${text}\n` : `${text}\n`)
      if (live && !ended) draw()
    },
    finish: (text) => {
      if (ended) return
      if (text !== undefined) detail = text
      draw()
      if (live) stream.write('\n')
      ended = true
    },
  }
}

interface ProgressState {
  readonly label: string
  readonly total: number | null
  readonly done: number
  readonly detail: string
  /** Units done by this process. */
  readonly fresh: number
  readonly elapsedMs: number
}

function progressLine({ label, total, done, detail, fresh, elapsedMs }: ProgressState): string {
  const seconds = elapsedMs / 1000
  const parts = [total === null ? `${label} ${done}` : `${label} ${done}/${total}`]
  if (detail !== '') parts.push(detail)
  if (fresh > 0 && seconds > 0) {
    const rate = fresh / seconds
    parts.push(rate >= 1 ? `${rate.toFixed(rate >= 100 ? 0 : 1)}/s` : `${(1 / rate).toFixed(1)} s each`)
    if (total !== null && done < total) parts.push(`${formatDuration((total - done) / rate)} left`)
  }
  if (total !== null && done >= total) parts.push(`took ${formatDuration(seconds)}`)
  return parts.join('  ')
}

/** 42 s, 3:07 or 1:02:45. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

const clip = (line: string, columns: number): string =>
  line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`
