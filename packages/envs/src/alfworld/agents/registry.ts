// The ALFWorld agents by the names that recipes use. A new way to speak is a file beside this one and a line here.
import type { CreateAgent } from '@gigpo/core'
import { agentEntry } from '../../agents/agent-entry.ts'
import type { ValidityOptions } from '../../agents/validity.ts'
import { type CompactAgentOptions, createCompactAgent } from './compact-agent.ts'
import { createPlainAgent, type PlainAgentOptions } from './plain-agent.ts'
import { createVerlAgent, type VerlAgentOptions } from './verl-agent.ts'

export type AlfworldAgentOptions = CompactAgentOptions & PlainAgentOptions & VerlAgentOptions & ValidityOptions

/** Name → factory of factories: options once a run, then an agent an episode. @throws GigpoError `config` for a wrong option. */
export const alfworldAgents: Readonly<Record<string, (options?: AlfworldAgentOptions) => CreateAgent>> = {
  compact: agentEntry<AlfworldAgentOptions>('compact', createCompactAgent, ['budget', 'memory', 'observationWords']),
  plain: agentEntry<AlfworldAgentOptions>('plain', createPlainAgent, ['history']),
  'verl-agent': agentEntry<AlfworldAgentOptions>('verl-agent', createVerlAgent, [
    'history',
    'firstTemplate',
    'template',
  ]),
}
