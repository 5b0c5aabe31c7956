// Alarms: signs that a run goes wrong, as events beside the metrics they come from. An alarm is raised when its sign
// appears and again only after it was gone. Thresholds are rough on purpose: they ask a person to look, they decide nothing.
import type { Metrics, RunEvent } from '../run-directory/index.ts'

interface Alarm {
  readonly kind: string
  readonly message: string
  readonly rings: (value: (name: string) => number | undefined) => boolean
}

const ALARMS: readonly Alarm[] = [
  {
    kind: 'entropy-collapsed',
    message: 'the policy hardly explores any more: entropy below 0.05 nats a token',
    rings: (value) => (value('policy/entropy') ?? 1) < 0.05,
  },
  {
    kind: 'policy-jumped',
    message: 'one iteration moved the policy far: KL above 0.2 nats a token; lower the learning rate',
    rings: (value) => (value('policy/kl') ?? 0) > 0.2,
  },
  {
    kind: 'returns-equal',
    message: 'all episodes of every group had equal returns: there is nothing to compare',
    rings: (value) => value('group/frac_zero_std') === 1,
  },
  {
    kind: 'context-exceeded',
    message: 'more than a tenth of the episodes ran out of context: raise model.contextLength or shorten the prompt',
    rings: (value) => (value('stop/context-length') ?? 0) > 0.1,
  },
  {
    kind: 'engine-drifted',
    message: 'sampler and learner disagree by more than 0.01 nats a token on the same weights',
    rings: (value) => (value('drift/logprob_abs_diff_mean') ?? 0) > 0.01,
  },
]

/** Alarms that ring now and did not at the iteration before (undefined: there was none). */
export function raiseAlarms(before: Metrics | undefined, now: Metrics): RunEvent[] {
  const reader = (metrics: Metrics | undefined) => (name: string) => metrics?.[name] ?? undefined
  return ALARMS.filter(({ rings }) => rings(reader(now)) && !rings(reader(before))).map(({ kind, message }) => {
    return { kind, severity: 'warning', message, iteration: now.iteration }
  })
}
