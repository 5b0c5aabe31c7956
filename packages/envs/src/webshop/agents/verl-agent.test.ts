import type { AgentView } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { createVerlWebshopAgent } from './verl-agent.ts'

const task = 'Find me a lamp'
const pages = [
  `WebShop [SEP] Instruction: [SEP] ${task} [SEP] Search`,
  `Instruction: [SEP] ${task} [SEP] Back to Search [SEP] Page 1 (Total results: 1)`,
  `Instruction: [SEP] ${task} [SEP] Back to Search [SEP] < Prev [SEP] A Lamp`,
  'No instruction here',
]
const actions = ['search[lamp]', 'click[b07aaaaaa1]', 'click[buy now]']

function view(step: number): AgentView {
  const history = actions.slice(0, step).map((action, i) => ({ observation: pages[i]!, action, valid: true }))
  return { step, observation: { text: pages[step]!, actions: ['search[<your query>]', 'click[search]'] }, history }
}

const promptAt = (step: number, options = {}): string => {
  const prompt = createVerlWebshopAgent(options).prompt(view(step))
  return prompt.kind === 'messages' ? prompt.messages[0]!.content : ''
}

const fields = '{task}|{observation}|{actions}|{steps}|{length}|{history}|{step}'

describe('the verl-agent form', () => {
  it('shows the first step', () => {
    expect(promptAt(0)).toBe(`You are an agent that shops in the online store WebShop.
Your task is to: ${task}.
This is what you observe now: 'Search'.
These actions are admissible now:
[
'search[<your query>]',
'click[search]',
].

Decide what to do next. First reason about the situation step by step, between <think> and </think>.
Then give exactly one of the admissible actions, between <action> and </action>.`)
  })

  it('shows the last observations and actions with absolute numbers', () => {
    const history = `[Observation 2: ''Back to Search' [SEP] 'Page 1 (Total results: 1)'', Action 2: 'click[b07aaaaaa1]']
[Observation 3: ''Back to Search' [SEP] '< Prev' [SEP] 'A Lamp'', Action 3: 'click[buy now]']`
    // Where the instruction is not among the segments, the raw text is shown.
    const list = "'search[<your query>]',\n'click[search]',"
    expect(promptAt(3, { template: fields })).toBe(`${task}|No instruction here|${list}|3|2|${history}|4`)
    expect(promptAt(3, { template: '{length}', history: 9 })).toBe('3')
  })

  it('shows no history where the prompt would be too long', () => {
    expect(promptAt(2, { firstTemplate: '{task}', template: fields, maxCharacters: 50 })).toBe(task)
    expect(promptAt(2, { firstTemplate: '{task}', template: '{task} {steps}' })).toBe(`${task} 2`)
  })

  it('needs admissible actions', () => {
    const blind = { step: 0, observation: { text: pages[0]! }, history: [] }
    expect(() => createVerlWebshopAgent().prompt(blind)).toThrow(/admissible/)
  })

  it.each([
    [
      'takes the first pair of tags',
      '<think>a</think><action>Click[Red]</action><action>x</action>',
      'click[red]',
      true,
    ],
    ['needs think tags for validity only', '<action>click[red]</action>', 'click[red]', false],
    ['refuses Chinese characters, but runs the action', '<think>一</think><action>buy</action>', 'buy', false],
    ['sends the last 20 characters without tags', `<think></think>${'X'.repeat(40)}`, 'x'.repeat(20), false],
    ['does not ask for admissibility', '<think></think><action>dance</action>', 'dance', true],
  ])('%s', (_rule, completion, text, valid) => {
    expect(createVerlWebshopAgent().parse(completion, view(0))).toMatchObject({ text, valid })
  })

  it('reads back what it writes, thought included', () => {
    const agent = createVerlWebshopAgent()
    expect(agent.parse(agent.format('search[red lamp]', 'Because.'), view(0))).toEqual({
      text: 'search[red lamp]',
      valid: true,
      thought: 'Because.',
    })
  })
})
