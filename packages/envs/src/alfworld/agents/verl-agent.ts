// The think-then-act chat format of verl-agent (the GiGPO reference code), for language models and for comparisons with it.
// The projection of completions to actions follows that code exactly, oddities included; the prompt has its structure in our
// own words, and both templates are configuration so that a user can supply the reference's text.
import type { Agent, AgentView, Prompt } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import { projectAction } from '../../agents/project-action.ts'
import { taskSentence } from './task-words.ts'

/** Characters read as the action where there are no tags. */
const FALLBACK = 30

export interface VerlAgentOptions {
  /** (observation, action) pairs shown from step 2 on. Default 2. */
  readonly history?: number
  /** Prompt of step 1; fields {observation} and {actions}. */
  readonly firstTemplate?: string
  /** Prompt of later steps; also {task}, {steps} (taken so far), {length} (pairs shown), {history}, {step} (from 1). */
  readonly template?: string
}

const instruction = `Decide what to do next. First reason about the situation step by step, between <think> and </think>.
Then give exactly one of the admissible actions, between <action> and </action>.`

const FIRST_TEMPLATE = `You are an agent that carries out household tasks in the text world ALFRED.
This is what you observe now: {observation}
These actions are admissible now: [{actions}].

${instruction}`

const TEMPLATE = `You are an agent that carries out household tasks in the text world ALFRED. Your task is to: {task}
You have taken {steps} step(s) so far. The last {length} observations and the actions you took are:
{history}
You are at step {step}, and this is what you observe now: {observation}
These actions are admissible now: [{actions}].

${instruction}`

/** An agent for one episode. `prompt` throws GigpoError `contract` when the environment lists no actions. */
export function createVerlAgent(options: VerlAgentOptions = {}): Agent {
  const { history: shown = 2, firstTemplate = FIRST_TEMPLATE, template = TEMPLATE } = options

  function prompt(view: AgentView): Prompt {
    const { actions, text } = view.observation
    if (actions === undefined)
      throw new GigpoError('contract', 'the verl-agent prompt needs admissible actions, but the observation has none', {
        remedy: 'Use an environment that lists its admissible actions, or the plain agent.',
      })
    const first = view.history[0]?.observation ?? text
    const from = Math.max(0, view.history.length - shown)
    const recent = view.history.slice(from)
    const fields: Record<string, string> = {
      observation: text,
      actions: actionList(actions),
      task: taskSentence(first) ?? '',
      steps: String(view.step),
      step: String(view.step + 1),
      length: String(recent.length),
      history: recent
        .map(
          (entry, i) =>
            `[Observation ${from + i + 1}: '${entry.observation}', Action ${from + i + 1}: '${entry.action}']`,
        )
        .join('\n'),
    }
    const chosen = view.step === 0 ? firstTemplate : template
    const content = chosen.replace(/\{(\w+)\}/g, (whole, name: string) => fields[name] ?? whole)
    return { kind: 'messages', messages: [{ role: 'user', content }] }
  }

  return {
    prompt,
    parse: (completion) => projectAction(completion, FALLBACK),
    format: (action, thought = '') => `<think>${thought}</think><action>${action}</action>`,
  }
}

/** Every command except `help`, quoted, one a line, without commas. */
function actionList(actions: readonly string[]): string {
  return actions
    .filter((action) => action !== 'help')
    .map((action) => `'${action}'`)
    .join('\n ')
}
