// The think-then-act chat format of verl-agent (the GiGPO reference code) for WebShop. What is shown of an observation, the
// lists, the length rule and the projection follow that code exactly; the wording is ours, and both templates are
// configuration so that a user can supply the reference's text.
import type { Agent, AgentView, Prompt } from '@gigpo/core'
import { GigpoError } from '@gigpo/core'
import { projectAction } from '../../agents/project-action.ts'

/** Characters read as the action where there are no tags. */
const FALLBACK = 20

export interface VerlWebshopAgentOptions {
  /** (observation, action) pairs shown from step 2 on. Default 2. */
  readonly history?: number
  /** A later prompt longer than this is replaced by the first template, which shows no history. Default 13000. */
  readonly maxCharacters?: number
  /** Prompt of step 1; fields {task}, {observation} and {actions}. */
  readonly firstTemplate?: string
  /** Prompt of later steps; also {steps} (taken so far), {length} (pairs shown), {history}, {step} (from 1). */
  readonly template?: string
}

const instruction = `Decide what to do next. First reason about the situation step by step, between <think> and </think>.
Then give exactly one of the admissible actions, between <action> and </action>.`

const FIRST_TEMPLATE = `You are an agent that shops in the online store WebShop.
Your task is to: {task}.
This is what you observe now: {observation}.
These actions are admissible now:
[
{actions}
].

${instruction}`

const TEMPLATE = `You are an agent that shops in the online store WebShop.
Your task is to: {task}.
You have taken {steps} step(s) so far. The last {length} observations and the actions you took are:
{history}
You are at step {step}, and this is what you observe now: {observation}.
These actions are admissible now:
[
{actions}
].

${instruction}`

const separator = ' [SEP] '

/** An agent for one episode. `prompt` throws GigpoError `contract` when the environment lists no actions. */
export function createVerlWebshopAgent(options: VerlWebshopAgentOptions = {}): Agent {
  const { history: shown = 2, maxCharacters = 13_000, firstTemplate = FIRST_TEMPLATE, template = TEMPLATE } = options

  function prompt(view: AgentView): Prompt {
    const { actions, text } = view.observation
    if (actions === undefined)
      throw new GigpoError('contract', 'the verl-agent prompt needs admissible actions, but the observation has none', {
        remedy: 'Use an environment that lists its admissible actions, or the compact agent.',
      })
    // The task is segment 2 of the first observation, whatever stands there.
    const task = (view.history[0]?.observation ?? text).split(separator)[2] ?? ''
    const from = Math.max(0, view.history.length - shown)
    const recent = view.history.slice(from)
    const fields: Record<string, string> = {
      task,
      observation: afterTask(text, task),
      actions: actions.map((action) => `'${action}',`).join('\n'),
      steps: String(view.step),
      step: String(view.step + 1),
      length: String(recent.length),
      history: recent
        .map(({ observation, action }, i) => {
          const n = from + i + 1
          return `[Observation ${n}: '${afterTask(observation, task)}', Action ${n}: '${action}']`
        })
        .join('\n'),
    }
    const fill = (chosen: string): string =>
      chosen.replace(/\{(\w+)\}/g, (whole, name: string) => fields[name] ?? whole)
    let content = fill(view.step === 0 ? firstTemplate : template)
    if (content.length > maxCharacters) content = fill(firstTemplate)
    return { kind: 'messages', messages: [{ role: 'user', content }] }
  }

  return {
    prompt,
    parse: (completion) => projectAction(completion, FALLBACK),
    format: (action, thought = '') => `<think>${thought}</think><action>${action}</action>`,
  }
}

/** The segments after the task, each in single quotes; the raw text where the task is not among them. */
function afterTask(text: string, task: string): string {
  const segments = text.split(separator)
  const at = segments.indexOf(task)
  if (at < 0) return text
  return segments
    .slice(at + 1)
    .map((segment) => `'${segment}'`)
    .join(separator)
}
