// What every agent must keep: prompts depend on what was seen and nothing else, `parse` is total on any text, and it reads
// back what `format` writes (demonstrations are made with `format`).
import type { Agent, AgentView, CreateAgent, HistoryEntry } from '../agent.ts'
import type { Environment } from '../environment.ts'
import { RandomStream, rootKey } from '../random.ts'
import { type Check, type CheckOptions, ensure, ensureEqual, toChecks } from './check.ts'

const NONSENSE = [
  '',
  ' ',
  '\n\n',
  'xyzzy',
  '<action>',
  '</action><action>',
  '<think>',
  '🦆\u0000',
  '{"action":',
  'a'.repeat(9_999),
]

/** The views of one keyed random episode, for `agentChecks`. `actions` are played where observations list none. */
export async function recordViews(
  environment: Environment,
  options: { readonly seed?: number; readonly steps?: number; readonly actions?: readonly string[] } = {},
): Promise<AgentView[]> {
  const random = new RandomStream(rootKey(options.seed ?? 0))
  const history: HistoryEntry[] = []
  let observation = await environment.reset()
  const views: AgentView[] = []
  for (let step = 0; step < (options.steps ?? 20); step++) {
    views.push({ step, observation, history: history.slice() })
    const action = random.pick(observation.actions ?? options.actions ?? [''])
    history.push({ observation: observation.text, action, valid: true })
    const transition = await environment.step(action)
    observation = transition.observation
    if (transition.terminated || transition.truncated) break
  }
  return views
}

/** Runs one agent over the views in order, as the trainer does; `say` is what the model answers at each step. */
function walk(agent: Agent, views: readonly AgentView[], say: (view: AgentView) => string) {
  return views.map((view) => ({ prompt: agent.prompt(view), action: agent.parse(say(view), view) }))
}

/** @param views The consecutive views of one episode, from step 0, for example from `recordViews`. */
export function agentChecks(make: CreateAgent, views: readonly AgentView[], options: CheckOptions = {}): Check[] {
  const taken = (view: AgentView): string =>
    views[view.step + 1]?.history[view.step]?.action ?? view.observation.actions?.[0] ?? ''
  const rules = {
    'the prompt is not empty and depends on the views alone': async () => {
      const say = (view: AgentView): string => make().format(taken(view))
      const first = walk(make(), views, say)
      for (const { prompt } of first) {
        const size = prompt.kind === 'text' ? prompt.text.length : prompt.messages.length
        ensure(size > 0, 'a prompt is empty')
      }
      ensureEqual(walk(make(), views, say), first, 'the second walk over the same views')
    },
    'parse reads back what format writes': async () => {
      for (const view of views) {
        for (const text of new Set([taken(view), ...(view.observation.actions ?? [])])) {
          if (text === '') continue
          const agent = make()
          walk(agent, views.slice(0, view.step), (earlier) => agent.format(taken(earlier)))
          agent.prompt(view)
          const action = agent.parse(agent.format(text), view)
          ensure(action.valid, `"${text}" written by format is not valid to parse`)
          ensureEqual(action.text, text, 'action after format and parse')
        }
      }
    },
    'parse survives any text': async () => {
      for (const completion of NONSENSE) {
        for (const { action } of walk(make(), views, () => completion)) {
          ensure(typeof action.text === 'string', `no action text for ${JSON.stringify(completion)}`)
          ensure(typeof action.valid === 'boolean', `no verdict for ${JSON.stringify(completion)}`)
        }
      }
    },
  }
  return toChecks('agent', rules, options)
}
