// An episode played again through the reducer from its actions alone: the pages are what the shop shows today, and what was
// recorded is held against them, so that a shop that has changed since cannot pass for the one the agent saw.
import {
  actedOn,
  type Goal,
  initialState,
  type Page,
  pageOf,
  printHtml,
  printText,
  type Segment,
  type Shop,
  type ShopState,
  scoreIfBought,
  stepShop,
} from '@gigpo/envs/webshop'
import type { RecordedStep, Recording } from './read-recordings.ts'

/** A page of the episode and what was done on it. */
export interface ReplayTurn {
  readonly state: ShopState
  readonly page: Page
  /** Score if bought now, undefined where no product is shown. */
  readonly score: number | undefined
  /** Undefined on the page the episode ended on. */
  readonly act: ReplayAct | undefined
}

export interface ReplayAct extends RecordedStep {
  /** False where the shop could not do it. */
  readonly valid: boolean
  /** What it touches on the page. */
  readonly target: Segment | undefined
  /** The page as it prints now, where the recorded observation is none of its forms. */
  readonly differs: string | undefined
}

export interface Replay {
  readonly recording: Recording
  readonly goal: Goal
  readonly turns: readonly ReplayTurn[]
}

export function replay(shop: Shop, goal: Goal, session: string, recording: Recording): Replay {
  let state = initialState(session)
  const turns: ReplayTurn[] = []
  for (const step of recording.steps) {
    const page = pageOf(shop, goal, state)
    const next = stepShop(shop, goal, state, step.action)
    const target = next.valid ? actedOn(page, step.action, shop.compat) : undefined
    const differs = step.observation === '' || wasSeen(step.observation, page) ? undefined : printText(page, 'text')
    turns.push({ ...turnOf(shop, goal, state, page), act: { ...step, valid: next.valid, target, differs } })
    state = next.state
  }
  return {
    recording,
    goal,
    turns: [...turns, { ...turnOf(shop, goal, state, pageOf(shop, goal, state)), act: undefined }],
  }
}

const turnOf = (shop: Shop, goal: Goal, state: ShopState, page: Page): Omit<ReplayTurn, 'act'> => ({
  state,
  page,
  score: scoreIfBought(shop, goal, state)?.score,
})

/** Whether an observation is one of the forms of a page, earlier observations and actions before it left aside. */
function wasSeen(observation: string, page: Page): boolean {
  const forms = [
    printText(page, 'text'),
    printText(page, 'text_marked'),
    printText(page, 'text_rich'),
    page.url,
    printHtml(page, { bare: true }),
  ]
  return forms.some((form) => observation === form || observation.endsWith(` [SEP] ${form}`))
}
