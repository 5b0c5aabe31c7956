// The signs of a collapse that a guard watches, with the thresholds of the recipe. In long agent runs the last three to go
// are the ones a reward curve shows; format, length and repetition move first.
import type { GuardConfig } from '../config/index.ts'
import type { Alarm, Reader } from './alarms.ts'

export function guardSigns(guard: GuardConfig | undefined, maxTokens: number): Alarm[] {
  if (guard === undefined) return []
  const metric = (name: string) => (value: Reader) => value(name)
  return [
    below('actions-invalid', 'too few actions have the agreed form', metric('action/valid_rate'), guard.validRate),
    above('responses-long', 'completions fill the room they have', completionShare(maxTokens), guard.completionShare),
    below('entropy-collapsed', 'the policy hardly explores any more', metric('policy/entropy'), guard.entropy),
    above('policy-jumped', 'one iteration moved the policy far', metric('policy/kl'), guard.kl),
    above('updates-clipped', 'a clip holds too many tokens', clipFraction, guard.clipFraction),
    above('actions-repeat', 'the agent repeats itself', metric('action/repeat_rate'), guard.repeatRate),
    above('gradient-large', 'gradients are too large', metric('policy/grad_norm'), guard.gradientNorm),
  ].flat()
}

type Read = (value: Reader) => number | undefined

function below(kind: string, message: string, read: Read, limit: number | null): Alarm[] {
  return limit === null ? [] : [sign(kind, message, read, `below ${limit}`, (value) => value < limit)]
}

function above(kind: string, message: string, read: Read, limit: number | null): Alarm[] {
  return limit === null ? [] : [sign(kind, message, read, `above ${limit}`, (value) => value > limit)]
}

/** Silent where its metric is missing. */
function sign(kind: string, message: string, read: Read, bound: string, isBeyond: (value: number) => boolean): Alarm {
  return {
    kind,
    message,
    rings: (value) => {
      const now = read(value)
      return now !== undefined && isBeyond(now)
    },
    measured: (value) => `${read(value)!.toPrecision(3)} is ${bound}`,
  }
}

/** Tokens of the mean completion, as a share of the longest. */
function completionShare(maxTokens: number): Read {
  return (value) => {
    const [tokens, turns] = [value('episode/completion_tokens_mean'), value('episode/turns_mean')]
    return tokens === undefined || !turns ? undefined : tokens / turns / maxTokens
  }
}

function clipFraction(value: Reader): number | undefined {
  const [low, high, dual] = ['low', 'high', 'dual'].map((bound) => value(`policy/clip_frac_${bound}`))
  return low === undefined || high === undefined ? undefined : low + high + (dual ?? 0)
}
