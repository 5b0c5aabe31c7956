// One episode while it is played: it says what to sample next, and takes the completion in. A failure of the environment
// ends the episode with `error` and is kept for the count; a failure of the agent is a bug and is thrown.
import {
  type Agent,
  type AgentView,
  type Completion,
  type Environment,
  type Episode,
  GigpoError,
  type HistoryEntry,
  messageOf,
  type Observation,
  type Step,
  type StopReason,
  type Task,
  type Tokenizer,
} from '@gigpo/core'
import { decodeCompletion, encodePrompt } from './encode-prompt.ts'

/** What the environment threw: the code of a GigpoError, or the name of any other error. */
export interface Failure {
  readonly kind: string
  readonly message: string
  readonly task: string
  readonly member: number
}

export interface EpisodeOptions {
  readonly task: Task
  readonly member: number
  readonly seed: number
  /** Makes the environment; called once, by `start`. */
  readonly createEnvironment: () => Environment
  readonly agent: Agent
  readonly tokenizer: Tokenizer
  /** Longest prompt and completion together. */
  readonly contextLength: number
  /** Keep the prompt of the state a cut episode was left in. */
  readonly finalPrompt?: boolean | undefined
  /** Milliseconds the environment may take for all its calls; absent: any. */
  readonly environmentMs?: number | undefined
}

export class LiveEpisode {
  failure: Failure | undefined
  readonly #options: EpisodeOptions
  readonly #steps: Step[] = []
  readonly #history: HistoryEntry[] = []
  #environment: Environment | undefined
  #observation: Observation = { text: '' }
  #anchor = ''
  #state: string | undefined
  #prompt: number[] = []
  #stop: StopReason | undefined
  #won: boolean | undefined
  /** What the environment has taken so far, milliseconds; kept only with a limit. */
  #spent = 0

  constructor(options: EpisodeOptions) {
    this.#options = options
  }

  get ended(): boolean {
    return this.#stop !== undefined
  }

  get step(): number {
    return this.#steps.length
  }

  async start(): Promise<void> {
    await this.#guard(async () => {
      this.#environment = this.#options.createEnvironment()
      this.#observation = await this.#environment.reset()
      if (this.ended) return // it came after the time limit
      this.#readKeys(this.#environment)
    })
  }

  /** Token ids to sample after, and the room left for the completion; undefined once the episode has ended. */
  nextPrompt(): { readonly prompt: readonly number[]; readonly room: number } | undefined {
    if (this.ended) return undefined
    const { agent, tokenizer, contextLength } = this.#options
    this.#prompt = encodePrompt(agent.prompt(this.#view()), tokenizer)
    const room = contextLength - this.#prompt.length
    if (room >= 1) return { prompt: this.#prompt, room }
    this.#stop = 'context-length'
    return undefined
  }

  /** Parses the completion of the last prompt and plays its action. */
  async take(completion: Completion): Promise<void> {
    const { agent, tokenizer } = this.#options
    const environment = this.#environment!
    const action = agent.parse(decodeCompletion(completion.tokens, tokenizer), this.#view())
    const before = {
      observation: this.#observation.text,
      anchor: this.#anchor,
      ...(this.#state === undefined ? {} : { state: this.#state }),
    }
    await this.#guard(async () => {
      const transition = await environment.step(action.text)
      if (this.ended) return // it came after the time limit
      this.#readKeys(environment)
      this.#observation = transition.observation
      this.#steps.push({
        t: this.#steps.length,
        prompt: this.#prompt,
        completion: completion.tokens,
        logprobs: completion.logprobs,
        policyVersion: completion.policyVersion,
        ...before,
        action: action.text,
        valid: action.valid,
        ...(action.thought === undefined ? {} : { thought: action.thought }),
        reward: transition.reward,
        info: transition.info,
      })
      this.#history.push({ observation: before.observation, action: action.text, valid: action.valid })
      if (typeof transition.info.won === 'boolean') this.#won = transition.info.won
      if (transition.terminated) this.#stop = 'terminated'
      else if (transition.truncated) this.#stop = 'truncated'
    })
  }

  /** Closes the environment and gives the record. `info.won` decides success where present, else a positive return. */
  async finish(): Promise<Episode> {
    await this.#guard(async () => this.#environment?.close?.())
    const { task, member, seed } = this.#options
    const finalPrompt = this.#finalPrompt()
    const total = this.#steps.reduce((sum, step) => sum + step.reward, 0)
    return {
      task,
      member,
      seed,
      steps: this.#steps,
      return: total,
      success: this.#stop !== 'error' && (this.#won ?? total > 0),
      stop: this.#stop ?? 'truncated',
      finalAnchor: this.#anchor,
      ...(finalPrompt === undefined ? {} : { finalPrompt }),
      ...(this.failure === undefined ? {} : { error: `${this.failure.kind}: ${this.failure.message}` }),
    }
  }

  /** None where it would leave no room for a completion: such a state has no value. */
  #finalPrompt(): readonly number[] | undefined {
    const { agent, tokenizer, contextLength, finalPrompt } = this.#options
    if (finalPrompt !== true || this.#stop !== 'truncated') return undefined
    const prompt = encodePrompt(agent.prompt(this.#view()), tokenizer)
    return prompt.length < contextLength ? prompt : undefined
  }

  #readKeys(environment: Environment): void {
    this.#anchor = environment.anchor()
    this.#state = environment.stateKey?.()
  }

  #view(): AgentView {
    return { step: this.#steps.length, observation: this.#observation, history: this.#history }
  }

  async #guard(play: () => Promise<void>): Promise<void> {
    try {
      await (this.#options.environmentMs === undefined ? play() : this.#within(this.#options.environmentMs, play))
    } catch (error) {
      const kind = GigpoError.isInstance(error) ? error.code : error instanceof Error ? error.name : 'unknown'
      this.#stop = 'error'
      this.failure ??= { kind, message: messageOf(error), task: this.#options.task.id, member: this.#options.member }
    }
  }

  /** Fails with `timeout` once the environment has used up its time; what it still does is not waited for. */
  async #within(limitMs: number, play: () => Promise<void>): Promise<void> {
    const began = performance.now()
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(timeLimit(limitMs)), Math.max(0, limitMs - this.#spent))
    })
    try {
      await Promise.race([play(), limit])
    } finally {
      clearTimeout(timer)
      this.#spent += performance.now() - began
    }
  }
}

function timeLimit(limitMs: number): Error {
  const error = new Error(`the environment took more than ${limitMs / 1000} s`)
  error.name = 'timeout'
  return error
}
