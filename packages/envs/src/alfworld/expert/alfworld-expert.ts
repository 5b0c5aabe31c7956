// A demonstrator that sees only what a player sees: it searches by placement priors, remembers what it saw, and never asks the
// game. Stochastic variants make demonstrations that cover states a learner will get into: random admissible actions kept in
// the data, small detours, and a shuffled search order.
import type { Demonstrator, RandomStream } from '@gigpo/core'
import { classOf, SeenWorld } from '../agents/seen-world.ts'
import { objectClasses } from '../generator/objects.ts'
import { builtInPriors, type PlacementPriors } from './priors.ts'
import { type Proposal, proposals, type Search } from './proposals.ts'
import { thought } from './thoughts.ts'

export interface AlfworldExpertOptions {
  /** Where objects tend to be. Default: built-in household sense. */
  readonly priors?: PlacementPriors
  /**
   * Chance that a step is a random admissible action instead: uniform over those the environment lists, but never one that
   * picks up what cannot be put down again. Default 0.
   */
  readonly randomActions?: number
  /** Chance that a step is a detour: look, inventory, examine, or a visit somewhere. Default 0. */
  readonly detours?: number
  /** Standard deviation of the log-normal factors that shuffle the search order, drawn once an episode. Default 0. */
  readonly orderNoise?: number
  /** Whether to give a thought with each action. Default false. */
  readonly thoughts?: boolean
}

/** Never picked up at random: nothing could be done after it. */
const stuck = new Set(objectClasses.filter((o) => o.traits.has('stuck')).map((o) => o.name.toLowerCase()))
let defaultPriors: PlacementPriors | undefined

/** An expert for one episode. */
export function createAlfworldExpert(options: AlfworldExpertOptions = {}): Demonstrator {
  const { randomActions = 0, detours = 0, orderNoise = 0, thoughts = false } = options
  defaultPriors ??= builtInPriors()
  const priors = options.priors ?? defaultPriors
  const world = new SeenWorld()
  const factors = new Map<string, number>()
  const failed = new Set<string>()
  const tried = new Map<string, number>()
  const search: Search = { priors, factor: (kind) => factors.get(kind) ?? 1 }

  /** The first proposal that is not known to fail here; of those tried before, the one tried least. */
  function choose(): Proposal {
    let best: Proposal = { command: 'look', purpose: 'search again', about: 'room' }
    let bestTries = Number.POSITIVE_INFINITY
    if (world.task === undefined) return best
    for (const proposal of proposals(world, world.task, search)) {
      if (failed.has(situation(proposal.command)) || failed.has(kinds(proposal.command))) continue
      const tries = tried.get(situation(proposal.command)) ?? 0
      if (tries < 4) return proposal
      if (tries < bestTries) {
        best = proposal
        bestTries = tries
      }
    }
    return best
  }

  /** A move by classes: what one drawer does not take, no drawer takes. */
  const kinds = (command: string): string => command.replace(/ \d+/g, '')
  const situation = (command: string): string => `${world.location} | ${world.holding} | ${command}`

  function detour(random: RandomStream): string {
    const choices = ['look', 'inventory', `go to ${random.pick(world.receptacles)}`]
    if (world.location !== undefined) choices.push(`examine ${world.location}`)
    return random.pick(choices)
  }

  function randomAction(actions: readonly string[], random: RandomStream): string {
    for (;;) {
      const action = random.pick(actions)
      if (!action.startsWith('take ') || !stuck.has(action.split(' ')[1]!)) return action
    }
  }

  return {
    act(view, random) {
      const before = view.history.length > 0 ? situation(view.history.at(-1)!.action) : undefined
      world.update(view)
      if (world.lastFailed && before !== undefined) {
        failed.add(before)
        const command = view.history.at(-1)!.action
        const place = / to (\S+ \d+)$/.exec(command)?.[1]
        if (command.startsWith('move ') && place !== undefined && world.isHere(place) && world.explored(place))
          failed.add(kinds(command))
      }
      if (view.step === 0 && orderNoise > 0)
        for (const name of world.receptacles)
          if (!factors.has(classOf(name))) factors.set(classOf(name), Math.exp(orderNoise * random.normal()))
      const actions = view.observation.actions
      if (randomActions > 0 && actions !== undefined && random.uniform() < randomActions)
        return { action: randomAction(actions, random), ...(thoughts ? { thought: 'I try something.' } : {}) }
      if (detours > 0 && world.receptacles.length > 0 && random.uniform() < detours)
        return { action: detour(random), ...(thoughts ? { thought: 'I look around a little more.' } : {}) }
      const proposal = choose()
      const key = situation(proposal.command)
      tried.set(key, (tried.get(key) ?? 0) + 1)
      return { action: proposal.command, ...(thoughts ? { thought: thought(world, proposal) } : {}) }
    },
  }
}
