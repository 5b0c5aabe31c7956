// The agent without hand engineering: it shows the shop's own pages and nothing else. The page of the first step names the
// task; then come the last actions with the page each led to, all verbatim, in the "> command" form of text adventures.
import type { Action, Agent, AgentView, Prompt } from '@gigpo/core'

export interface PlainWebshopAgentOptions {
  /** Actions shown, newest last, each with the observation that followed. Default 2. */
  readonly history?: number
}

const wellFormed = /^(?:search|click)\[.+\]$/

/** An agent for one episode. Valid = the first line of the completion is a search or a click. */
export function createPlainWebshopAgent(options: PlainWebshopAgentOptions = {}): Agent {
  const { history: shown = 2 } = options

  function prompt({ history, observation }: AgentView): Prompt {
    const from = Math.max(0, history.length - shown)
    const lines = [history[from]?.observation ?? observation.text]
    for (let i = from; i < history.length; i++)
      lines.push(`> ${history[i]!.action}`, history[i + 1]?.observation ?? observation.text)
    return { kind: 'text', text: `${lines.join('\n')}\n>` }
  }

  function parse(completion: string): Action {
    const text = completion.trim().split('\n')[0]!.trim()
    return { text, valid: wellFormed.test(text) }
  }

  return { prompt, parse, format: (action) => ` ${action}` }
}
