// An agent for environments of which nothing is known but their texts: it is shown the last observations and what it did, and
// its words are the action.
import type { Agent, AgentView, Message } from '@gigpo/core'

export interface PlainAgentOptions {
  /** Earlier steps to show; default 2. */
  readonly history?: number
  /** `text` for a model without a chat template, `chat` for one with; default `text`. */
  readonly prompt?: 'text' | 'chat'
}

export function createPlainAgent({ history = 2, prompt = 'text' }: PlainAgentOptions = {}): Agent {
  const turns = (view: AgentView) => view.history.slice(Math.max(0, view.step - history))
  return {
    prompt: (view) => {
      if (prompt === 'text') {
        const before = turns(view).map(({ observation, action }) => `${observation}\n> ${action}\n`)
        return { kind: 'text', text: `${before.join('')}${view.observation.text}\n> ` }
      }
      const before = turns(view).flatMap(({ observation, action }): Message[] => [
        { role: 'user', content: observation },
        { role: 'assistant', content: action },
      ])
      return { kind: 'messages', messages: [...before, { role: 'user', content: offering(view) }] }
    },
    parse: (completion, { observation }) => {
      const text = completion.trim().split('\n')[0]!.trim()
      return { text, valid: text !== '' && (observation.actions?.includes(text) ?? true) }
    },
    format: (action) => action,
  }
}

/** A chat model is told what it may do. */
function offering({ observation }: AgentView): string {
  const { text, actions } = observation
  return actions === undefined ? text : `${text}\n\nAnswer with one of: ${actions.join(', ')}`
}
