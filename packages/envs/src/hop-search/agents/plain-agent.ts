// The agent without hand engineering: the question and the last searches with their results, all verbatim, and actions in
// the environment's own form.
import type { Action, Agent, AgentView, Prompt } from '@gigpo/core'
import { readHopAction } from '../language/answer.ts'

export interface PlainHopSearchAgentOptions {
  /** Actions shown, newest last, each with the observation that followed (default 2). */
  readonly history?: number
}

/** An agent for one episode. Valid = the first line of the completion is a search or an answer. */
export function createPlainHopSearchAgent({ history: shown = 2 }: PlainHopSearchAgentOptions = {}): Agent {
  function prompt({ history, observation }: AgentView): Prompt {
    const lines = [history[0]?.observation ?? observation.text]
    for (let i = Math.max(0, history.length - shown); i < history.length; i++)
      lines.push(`> ${history[i]!.action}`, history[i + 1]?.observation ?? observation.text)
    return { kind: 'text', text: `${lines.join('\n')}\n>` }
  }

  function parse(completion: string): Action {
    const text = completion.trim().split('\n')[0]!.trim()
    return { text, valid: readHopAction(text) !== undefined }
  }

  return { prompt, parse, format: (action) => ` ${action}` }
}
