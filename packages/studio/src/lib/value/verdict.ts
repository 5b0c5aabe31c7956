// Whether the agent pays, in plain words. It pays only if it does so at the low end of the measured interval; where the
// interval reaches across the break-even the answer is that the measurement does not tell yet.
import { money, months, percent } from './format.ts'
import type { MeasuredSuccess } from './measured-success.ts'
import type { ValueInputs, ValueResult } from './value-model.ts'

export interface Verdict {
  readonly kind: 'pays' | 'uncertain' | 'does-not-pay'
  /** One sentence. */
  readonly headline: string
  /** What else a reader must know. */
  readonly remarks: readonly string[]
}

export interface VerdictFacts {
  readonly inputs: ValueInputs
  readonly measured: MeasuredSuccess
  readonly result: ValueResult
  readonly low: ValueResult
  readonly high: ValueResult
  readonly breakEven: number | null
}

export function decide(facts: VerdictFacts): Verdict {
  const { result, low, high } = facts
  const kind = low.netPerMonth > 0 ? 'pays' : high.netPerMonth > 0 ? 'uncertain' : 'does-not-pay'
  return { kind, headline: headlines[kind](facts), remarks: [...remarks(facts, result)] }
}

const headlines: Readonly<Record<Verdict['kind'], (facts: VerdictFacts) => string>> = {
  pays: ({ low }) =>
    `The agent pays: at the low end of the measured interval it still earns ${money(low.netPerMonth)} a month.`,
  uncertain: ({ low, high }) =>
    `Not decided: the measured interval reaches from ${money(low.netPerMonth)} to ${money(high.netPerMonth)} a month. Measure on more tasks.`,
  'does-not-pay': ({ high, inputs }) =>
    inputs.tasksPerMonth * inputs.shareToAgent === 0
      ? 'The agent does not pay: no task is handed to it.'
      : `The agent does not pay: even at the high end of the measured interval a month comes to ${money(high.netPerMonth)}.`,
}

function* remarks({ inputs, measured, breakEven, low }: VerdictFacts, result: ValueResult): Generator<string> {
  if (breakEven !== null && breakEven > 1) {
    yield 'No success rate would make it pay: review, inference and running cost more than the time it could save.'
  } else if (breakEven !== null) {
    yield `It breaks even at a success of ${percent(breakEven)}; measured are ${percent(measured.success)}.`
  }
  if (result.hoursSavedPerMonth < 0) yield 'Reviewing takes longer than the agent saves.'
  const cost = `the one-off cost of ${money(inputs.trainingCost)} is not back within the first year`
  if (result.netPerMonth > 0 && result.netFirstYear < 0) {
    yield `At the measured success ${cost} but after ${months(result.paybackMonths)}.`
  } else if (low.netPerMonth > 0 && low.netFirstYear < 0) {
    yield `At the low end of the interval ${cost} but after ${months(low.paybackMonths)}.`
  }
  if (measured.tuning) {
    yield `Panel ${measured.panel} chose the checkpoint, so its rate is optimistic: use a panel that did not.`
  }
  if (measured.tasks < 100) {
    yield `The panel has only ${measured.tasks} ${measured.tasks === 1 ? 'task' : 'tasks'}: the interval is wide.`
  }
}
