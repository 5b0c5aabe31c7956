// The agent without hand engineering: it shows the game's own text and nothing else. The first observation (room and task),
// then the last actions with what they led to, all verbatim, in the "> command" form of text adventures:
//
//   You are in the middle of a room. … Your task is to: put a mug in shelf.
//
//   > go to desk 1
//   You arrive at desk 1. On the desk 1, you see a mug 1.
//   >
import type { Action, Agent, AgentView, Prompt } from '@gigpo/core'
import { toCommand, toWords } from './command-words.ts'

export interface PlainAgentOptions {
  /** Actions shown, newest last, each with the observation that followed. Default 4. */
  readonly history?: number
}

/** An agent for one episode. Valid = the first line of the completion is a well-formed command. */
export function createPlainAgent(options: PlainAgentOptions = {}): Agent {
  const { history: shown = 4 } = options

  function prompt(view: AgentView): Prompt {
    const { history, observation } = view
    const lines = [history.length === 0 ? observation.text : history[0]!.observation, '']
    const from = Math.max(0, history.length - shown)
    if (from > 0) lines.push('…')
    for (let i = from; i < history.length; i++)
      lines.push(`> ${history[i]!.action}`, history[i + 1]?.observation ?? observation.text)
    return { kind: 'text', text: `${lines.join('\n')}\n>` }
  }

  function parse(completion: string): Action {
    const text = completion.trim().split('\n')[0]!.trim()
    return { text, valid: toCommand(toWords(text)) === text }
  }

  return { prompt, parse, format: (action) => ` ${action}` }
}
