// Household games made up on demand: an endless, seeded supply in the format of the original files. A game is a pure function
// of (seed, split, index), so a source holds no texts. Ids begin with `generated/`; results on these games are never results
// on ALFWorld.
import { fold, GigpoError, rootKey, sha256 } from '@gigpo/core'
import type { Game, GameSource } from '../game.ts'
import { HOUSEHOLD_DOMAIN } from './domain-text.ts'
import { furnish } from './furnish.ts'
import { type GamePlan, type GeneratedSplit, planGame, taskKinds } from './game-plan.ts'
import { HOUSEHOLD_GRAMMAR } from './grammar-text.ts'
import { problemText } from './problem-text.ts'
import { solve } from './solve.ts'

export interface GeneratedSourceOptions {
  readonly split: GeneratedSplit
  /** Number of games. */
  readonly count: number
  /** Default 0. */
  readonly seed?: number
  /** Task types to draw from. Default all six. */
  readonly taskTypes?: readonly string[]
}

const splits: readonly string[] = ['train', 'valid_train', 'valid_seen', 'valid_unseen'] satisfies GeneratedSplit[]

/**
 * Games by index, made when loaded. The digest covers all ids and texts; it is computed when first asked for.
 * @throws GigpoError `config` for an unknown split or task type, or a count that is no positive integer.
 */
export function generatedSource(options: GeneratedSourceOptions): GameSource {
  const { split, count, seed = 0, taskTypes = Object.keys(taskKinds) } = options
  if (!splits.includes(split)) throw invalid('split', split, `Use one of ${splits.join(', ')}.`)
  if (!Number.isInteger(count) || count < 1) throw invalid('count', count, 'Use a positive integer.')
  const unknown = taskTypes.find((type) => taskKinds[type] === undefined)
  if (unknown !== undefined || taskTypes.length === 0)
    throw invalid('taskTypes', unknown ?? 'an empty list', `Use some of ${Object.keys(taskKinds).join(', ')}.`)
  const key = fold(rootKey(seed), 'generated', split)

  const plan = (index: number): GamePlan => {
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new RangeError(`game index must be in 0…${count - 1}, received ${index}`)
    return planGame(fold(key, index), split, taskTypes)
  }
  const load = (index: number): Game => buildGame(plan(index), split, seed, index)
  let digest: string | undefined

  return {
    size: count,
    get digest() {
      if (digest === undefined) {
        const parts: string[] = [sha256(HOUSEHOLD_DOMAIN + HOUSEHOLD_GRAMMAR)]
        for (let i = 0; i < count; i++) {
          const { id, task, problem } = load(i)
          parts.push(sha256(`${id}\n${task}\n${problem}`))
        }
        digest = sha256(parts.join('\n'))
      }
      return digest
    },
    info(index) {
      const planned = plan(index)
      return { id: gameId(planned, split, seed, index), taskType: planned.taskType }
    },
    load,
  }
}

function invalid(name: string, received: unknown, remedy: string): GigpoError {
  return new GigpoError('config', `generated games: ${name} cannot be ${JSON.stringify(received)}`, { remedy })
}

function gameId(plan: GamePlan, split: string, seed: number, index: number): string {
  const { taskType, object, place, layout } = plan
  return `generated/${split}/${taskType}-${object.name}-None-${place}-${layout.scene}/trial_G${seed}_${String(index).padStart(6, '0')}`
}

function buildGame(plan: GamePlan, split: string, seed: number, index: number): Game {
  const objects = furnish(plan)
  return {
    id: gameId(plan, split, seed, index),
    split,
    taskType: plan.taskType,
    task: plan.random.pick(sentences(plan)),
    domain: HOUSEHOLD_DOMAIN,
    grammar: HOUSEHOLD_GRAMMAR,
    problem: problemText(plan, objects, `generated_${split}_${index}`),
    walkthrough: solve(plan, objects),
    solvable: true,
  }
}

/** The two ways in which each task is said. */
function sentences(plan: GamePlan): [string, string] {
  const object = plan.object.name.toLowerCase()
  const place = plan.place.toLowerCase()
  switch (plan.taskType) {
    case 'look_at_obj_in_light':
      return [`look at ${object} under the ${place}.`, `examine the ${object} with the ${place}.`]
    case 'pick_clean_then_place_in_recep':
      return [`put a clean ${object} in ${place}.`, `clean some ${object} and put it in ${place}.`]
    case 'pick_heat_then_place_in_recep':
      return [`put a hot ${object} in ${place}.`, `heat some ${object} and put it in ${place}.`]
    case 'pick_cool_then_place_in_recep':
      return [`put a cool ${object} in ${place}.`, `cool some ${object} and put it in ${place}.`]
    case 'pick_two_obj_and_place':
      return [`put two ${object} in ${place}.`, `find two ${object} and put them in ${place}.`]
    default:
      return [`put a ${object} in ${place}.`, `put some ${object} on ${place}.`]
  }
}
