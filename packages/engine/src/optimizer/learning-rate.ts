// Learning-rate schedules as pure functions of the step: a linear warm-up (Adam's first steps have full size), then
// constant, linear or cosine decay (Loshchilov and Hutter, 2017) to a final share of the peak.

export interface LearningRateSchedule {
  readonly kind: 'constant' | 'linear' | 'cosine'
  readonly peak: number
  /** Steps of linear rise; the step after them runs at the peak. Default 0. */
  readonly warmupSteps?: number
  /** The step at which decay ends; needed by linear and cosine. */
  readonly totalSteps?: number
  /** Share of the peak that decay ends at, default 0. */
  readonly finalShare?: number
}

/** The rate of optimiser step `step`, counted from 1. */
export function learningRateAt(schedule: LearningRateSchedule, step: number): number {
  const { kind, peak, warmupSteps = 0, totalSteps = Number.POSITIVE_INFINITY, finalShare = 0 } = schedule
  if (step <= warmupSteps) return (peak * step) / (warmupSteps + 1)
  if (kind === 'constant' || !Number.isFinite(totalSteps)) return peak
  const progress = Math.min(1, (step - warmupSteps - 1) / Math.max(1, totalSteps - warmupSteps - 1))
  const remaining = kind === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2
  return peak * (finalShare + (1 - finalShare) * remaining)
}
