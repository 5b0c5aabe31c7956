// Alarms: signs that a run goes wrong, as events beside the metrics they come from. An alarm is raised when its sign
// appears and again only after it was gone. The standing thresholds are rough on purpose: they ask a person to look, they
// decide nothing. Those of a configured guard take their place (guard-signs.ts).
import type { Metrics, RunEvent } from '../run-directory/index.ts'

export interface Alarm {
  readonly kind: string
  readonly message: string
  readonly rings: (value: Reader) => boolean
  /** What rang, in numbers. */
  readonly measured?: (value: Reader) => string
}

/** A metric of the iteration by its name; undefined where it is missing or was not finite. */
export type Reader = (name: string) => number | undefined

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

/** Alarms that ring now and did not at the iteration before (undefined: there was none). `signs` replace their kinds. */
export function raiseAlarms(before: Metrics | undefined, now: Metrics, signs: readonly Alarm[] = []): RunEvent[] {
  const standing = ALARMS.filter(({ kind }) => !signs.some((sign) => sign.kind === kind))
  const earlier = new Set(ringing([...standing, ...signs], before))
  return ringing([...standing, ...signs], now)
    .filter((alarm) => !earlier.has(alarm))
    .map((alarm) => {
      return { kind: alarm.kind, severity: 'warning', message: describeAlarm(alarm, now), iteration: now.iteration }
    })
}

export function ringing(alarms: readonly Alarm[], metrics: Metrics | undefined): Alarm[] {
  return alarms.filter(({ rings }) => rings(readerOf(metrics)))
}

export function describeAlarm({ message, measured }: Alarm, metrics: Metrics): string {
  return measured === undefined ? message : `${message}: ${measured(readerOf(metrics))}`
}

function readerOf(metrics: Metrics | undefined): Reader {
  return (name) => metrics?.[name] ?? undefined
}
