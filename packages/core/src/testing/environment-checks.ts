// What every environment must keep: it is single-use, deterministic, total on any action text (a language model can say
// anything), and its anchor is a pure reading of the state. Play is keyed random over the admissible actions.
import type { Environment, ForkableEnvironment, MaybePromise, Observation, Transition } from '../environment.ts'
import { fold, RandomStream, rootKey } from '../random.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, ensureFails, toChecks } from './check.ts'

export interface EnvironmentCheckOptions extends CheckOptions {
  /** Actions to play with where observations list none. */
  readonly actions?: readonly string[]
  /** Every episode must end within this many steps (default 1000). */
  readonly maxSteps?: number
}

interface Turn extends Omit<Transition, 'observation'> {
  readonly observation: Observation
  readonly action: string | null
  readonly anchor: string
}

const NONSENSE = ['', ' ', 'xyzzy', '🦆 \u0000 \u202e', '<|im_end|>', '__proto__', 'a'.repeat(20_000), '{"a":1}', '-1']

/** Plays one keyed random episode, at most `limit` steps; the first turn is the reset. */
async function play(environment: Environment, seed: number, limit: number, options: EnvironmentCheckOptions) {
  const random = new RandomStream(fold(rootKey(seed), 'environment-checks'))
  let observation = await environment.reset()
  const turns: Turn[] = [
    {
      observation,
      reward: 0,
      terminated: false,
      truncated: false,
      info: {},
      action: null,
      anchor: environment.anchor(),
    },
  ]
  for (let t = 0; t < limit; t++) {
    const choices = observation.actions ?? options.actions ?? NONSENSE
    const action = random.pick(choices)
    const transition = await environment.step(action)
    observation = transition.observation
    turns.push({ ...transition, action, anchor: environment.anchor() })
    if (transition.terminated || transition.truncated) break
  }
  return turns
}

const ended = (turns: readonly Turn[]): boolean => turns.at(-1)!.terminated || turns.at(-1)!.truncated

/** @param make A fresh environment in the same initial state at every call. */
export function environmentChecks(
  make: () => MaybePromise<Environment>,
  options: EnvironmentCheckOptions = {},
): Check[] {
  const limit = options.maxSteps ?? 1000
  const rules = {
    'observations, rewards and info are plain data': async () => {
      for (const turn of await play(await make(), 1, limit, options)) {
        ensure(typeof turn.observation.text === 'string', 'observation.text must be a string')
        const actions = turn.observation.actions ?? []
        ensure(new Set(actions).size === actions.length, `admissible actions repeat: ${actions.join(', ')}`)
        ensure(Number.isFinite(turn.reward), `reward must be finite, received ${turn.reward}`)
        for (const [key, value] of Object.entries(turn.info)) {
          ensure(['string', 'number', 'boolean'].includes(typeof value), `info.${key} is a ${typeof value}`)
        }
      }
    },
    'equal play gives equal episodes': async () => {
      for (const seed of [1, 2, 3]) {
        const first = await play(await make(), seed, limit, options)
        ensureEqual(await play(await make(), seed, limit, options), first, 'the second play of the same actions')
      }
    },
    'episodes end by themselves, by termination or by truncation but not both': async () => {
      for (const seed of [1, 2, 3]) {
        const turns = await play(await make(), seed, limit, options)
        ensure(ended(turns), `no end after ${limit} steps`)
        for (const turn of turns) ensure(!(turn.terminated && turn.truncated), 'terminated and truncated together')
      }
    },
    'step before reset and after the end fails': async () => {
      const fresh = await make()
      await ensureFails(() => fresh.step('xyzzy'), ['contract'], 'step before reset')
      const environment = await make()
      const turns = await play(environment, 1, limit, options)
      ensure(ended(turns), `no end after ${limit} steps`)
      await ensureFails(() => environment.step('xyzzy'), ['contract'], 'step after the end')
    },
    'any action text is survived': async () => {
      for (const action of NONSENSE) {
        const environment = await make()
        await environment.reset()
        const transition = await environment.step(action)
        ensure(typeof transition.observation.text === 'string', `no observation after ${JSON.stringify(action)}`)
      }
    },
    'the anchor is a pure reading of the state': async () => {
      const observed = await make()
      await observed.reset()
      for (let i = 0; i < 3; i++) ensureEqual(observed.anchor(), observed.anchor(), 'anchor read twice')
      for (let i = 0; i < 3; i++) ensureEqual(observed.stateKey?.(), observed.stateKey?.(), 'state key read twice')
      const other = await make()
      await other.reset()
      ensureEqual(other.anchor(), observed.anchor(), 'anchor of the same initial state')
      ensureEqual(other.stateKey?.(), observed.stateKey?.(), 'state key of the same initial state')
    },
    'a fork is equal and independent': async () => {
      const environment = (await make()) as Partial<ForkableEnvironment> & Environment
      if (typeof environment.fork !== 'function') return
      const observation = await environment.reset()
      const action = (observation.actions ?? options.actions ?? NONSENSE)[0]!
      const before = environment.anchor()
      const copy = environment.fork()
      ensureEqual(copy.anchor(), before, 'anchor of the fork')
      const expected = await copy.step(action)
      ensureEqual(environment.anchor(), before, 'anchor of the original after a step of its fork')
      ensureEqual(await environment.step(action), expected, 'the same step in the original')
    },
  }
  return toChecks('environment', rules, options)
}
