// The WebShop agents by the names that recipes use. A new way to speak is a file beside this one and a line here.
import type { CreateAgent } from '@gigpo/core'
import { agentEntry } from '../../agents/agent-entry.ts'
import type { ValidityOptions } from '../../agents/validity.ts'
import { type CompactWebshopAgentOptions, createCompactWebshopAgent } from './compact-agent.ts'
import { createPlainWebshopAgent, type PlainWebshopAgentOptions } from './plain-agent.ts'
import { createVerlWebshopAgent, type VerlWebshopAgentOptions } from './verl-agent.ts'

export type WebshopAgentOptions = CompactWebshopAgentOptions &
  PlainWebshopAgentOptions &
  VerlWebshopAgentOptions &
  ValidityOptions

/** Name → factory of factories: options once a run, then an agent an episode. @throws GigpoError `config` for a wrong option. */
export const webshopAgents: Readonly<Record<string, (options?: WebshopAgentOptions) => CreateAgent>> = {
  compact: agentEntry<WebshopAgentOptions>('compact', createCompactWebshopAgent, ['budget', 'maxSteps']),
  plain: agentEntry<WebshopAgentOptions>('plain', createPlainWebshopAgent, ['history']),
  'verl-agent': agentEntry<WebshopAgentOptions>('verl-agent', createVerlWebshopAgent, [
    'history',
    'maxCharacters',
    'firstTemplate',
    'template',
  ]),
}
