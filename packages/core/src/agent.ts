// How an agent speaks: what it is shown (a prompt built from what it has seen) and how its words become an action.
// An agent lives for one episode, like the environment, so it may keep a memory; the trainer calls prompt and parse in
// turn, once a step. `format` is the inverse of `parse` and makes demonstrations for the supervised start.
import type { Observation } from './environment.ts'
import type { RandomStream } from './random.ts'

export interface HistoryEntry {
  /** Observation text that was shown before the action. */
  readonly observation: string
  /** The action as sent to the environment. */
  readonly action: string
  readonly valid: boolean
}

export interface AgentView {
  /** 0 at the first decision. */
  readonly step: number
  readonly observation: Observation
  /** All earlier steps of this episode, oldest first; length = step. */
  readonly history: readonly HistoryEntry[]
}

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Plain text goes to the tokenizer as it is; messages go through the model's chat template. */
export type Prompt =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'messages'; readonly messages: readonly Message[] }

export interface Action {
  /** What is sent to the environment. */
  readonly text: string
  /** Whether the completion had the agreed form. */
  readonly valid: boolean
  readonly thought?: string
}

export interface Agent {
  prompt(view: AgentView): Prompt
  parse(completion: string, view: AgentView): Action
  /** The completion text that `parse` reads back as this action (without the end token). */
  format(action: string, thought?: string): string
}

export type CreateAgent = () => Agent

/** Chooses actions for demonstrations from the same view the agent has. Lives for one episode. */
export interface Demonstrator {
  act(view: AgentView, random: RandomStream): { readonly action: string; readonly thought?: string }
}

export type CreateDemonstrator = () => Demonstrator
