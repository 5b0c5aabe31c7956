// Errors that say what to do. Every failure a user can cause or meet is a GigpoError with a stable `code`, the value that
// was received inside the message, and a `remedy`. `isInstance` is marked by Symbol.for, so it survives duplicate installs
// and worker threads' structured clones can be lifted back with `fromJSON`.

const marker = Symbol.for('gigpo.error')

/** Stable kinds of failure; the command line turns `usage` and `config` into exit code 2, all others into 1. */
export type ErrorCode =
  | 'usage' // the command or the call is wrong
  | 'config' // a recipe or configuration value is wrong
  | 'missing-data' // a dataset or file is not there
  | 'data' // a file is there but damaged or of another format
  | 'checkpoint' // a checkpoint is damaged or belongs to another model or run
  | 'storage' // the disk is full, or a directory cannot be written
  | 'locked' // another process works in this run directory
  | 'interrupted' // stopped by the user at a safe point
  | 'environment' // an environment failed
  | 'engine' // the engine failed or is not available
  | 'non-finite' // NaN or Inf in a loss, a gradient or a weight
  | 'executor' // the queue of the workers that play episodes is not there
  | 'contract' // an implementation breaks its contract

export interface GigpoErrorOptions {
  /** What the reader can do about it, one sentence. */
  readonly remedy?: string
  /** Where: a file, a key, a task id. */
  readonly where?: string
  readonly cause?: unknown
}

export class GigpoError extends Error {
  readonly code: ErrorCode
  readonly remedy: string | undefined
  readonly where: string | undefined

  constructor(code: ErrorCode, message: string, options: GigpoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GigpoError'
    this.code = code
    this.remedy = options.remedy
    this.where = options.where
    Object.defineProperty(this, marker, { value: true })
  }

  static isInstance(value: unknown): value is GigpoError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true
  }

  /** One line for a terminal: where, what, and the remedy. */
  describe(): string {
    const where = this.where === undefined ? '' : `${this.where}: `
    const remedy = this.remedy === undefined ? '' : `\n  ${this.remedy}`
    return `${where}${this.message}${remedy}`
  }

  toJSON(): { code: ErrorCode; message: string; remedy?: string; where?: string } {
    return {
      code: this.code,
      message: this.message,
      ...(this.remedy === undefined ? {} : { remedy: this.remedy }),
      ...(this.where === undefined ? {} : { where: this.where }),
    }
  }

  /** Lifts what `toJSON` wrote, for example across a worker thread. */
  static fromJSON(value: { code: ErrorCode; message: string; remedy?: string; where?: string }): GigpoError {
    return new GigpoError(value.code, value.message, {
      ...(value.remedy === undefined ? {} : { remedy: value.remedy }),
      ...(value.where === undefined ? {} : { where: value.where }),
    })
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The candidate nearest to `received` in edit distance, for "did you mean"; undefined when nothing is near. */
export function nearest(received: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(received.length / 2)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(received.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, substitution))
    }
    previous = current
  }
  return previous[b.length]!
}
