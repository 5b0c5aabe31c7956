// The WebSocket messages of OpenEnv (profile openenv-http/1.x): strictly a request, then its response. What comes in is
// checked here; the data of a step is the action itself.
export type ClientMessage =
  | { readonly type: 'reset'; readonly seed?: number; readonly episodeId?: string }
  | { readonly type: 'step'; readonly action: string }
  | { readonly type: 'state' }
  | { readonly type: 'close' }
  | { readonly type: 'mcp'; readonly request: unknown }

export type ErrorCode =
  | 'INVALID_JSON'
  | 'UNKNOWN_TYPE'
  | 'VALIDATION_ERROR'
  | 'EXECUTION_ERROR'
  | 'CAPACITY_REACHED'
  | 'FACTORY_ERROR'
  | 'SESSION_ERROR'

export interface ObservationData {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: number | boolean | null
  readonly done: boolean
}

interface ErrorData {
  readonly message: string
  readonly code: ErrorCode
  readonly errors?: readonly string[]
  readonly active_sessions?: number
  readonly max_sessions?: number
}

export type ServerMessage =
  | { readonly type: 'observation'; readonly data: ObservationData }
  | { readonly type: 'state'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: 'mcp'; readonly data: unknown }
  | { readonly type: 'error'; readonly data: ErrorData }

export const errorMessage = (code: ErrorCode, message: string, errors?: readonly string[]): ServerMessage => ({
  type: 'error',
  data: { message, code, ...(errors === undefined ? {} : { errors }) },
})

type Fields = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The message, or the error to answer with. */
export function parseClientMessage(text: string): ClientMessage | Extract<ServerMessage, { type: 'error' }> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('INVALID_JSON', 'the message is not JSON')
  }
  if (!isObject(value)) return refuse('VALIDATION_ERROR', 'the message is not an object')
  const { type, data, ...rest } = value
  const types = ['reset', 'step', 'state', 'close', 'mcp']
  if (typeof type !== 'string' || !types.includes(type))
    return refuse('UNKNOWN_TYPE', `unknown message type ${JSON.stringify(type)}; there are: ${types.join(', ')}`)
  const extra = Object.keys(rest).map((name) => `${name}: extra keys are not permitted`)
  if (extra.length > 0) return refuse('VALIDATION_ERROR', 'the message has keys that it may not have', extra)
  if (type === 'mcp') return { type, request: data }
  if (type === 'state' || type === 'close') return { type }
  if (type === 'step') {
    const errors = actionErrors(data)
    if (errors.length > 0) return refuse('VALIDATION_ERROR', 'the action is not what /schema says', errors)
    return { type, action: (data as { action: string }).action }
  }
  const errors = resetErrors(data ?? {})
  if (errors.length > 0) return refuse('VALIDATION_ERROR', 'reset takes a seed and an episode_id', errors)
  return { type: 'reset', ...resetOf((data ?? {}) as Fields) }
}

/** Checked by `resetErrors`. */
export function resetOf({ seed, episode_id }: Fields): { readonly seed?: number; readonly episodeId?: string } {
  return {
    ...(typeof seed === 'number' ? { seed } : {}),
    ...(typeof episode_id === 'string' ? { episodeId: episode_id } : {}),
  }
}

export function resetErrors(data: unknown): string[] {
  if (!isObject(data)) return ['data: expected an object']
  const { seed, episode_id, ...rest } = data
  const errors = Object.keys(rest).map((name) => `${name}: extra keys are not permitted`)
  if (seed != null && !(Number.isSafeInteger(seed) && (seed as number) >= 0))
    errors.push('seed: expected a whole number of at least 0')
  if (episode_id != null && typeof episode_id !== 'string') errors.push('episode_id: expected a text')
  return errors
}

export function actionErrors(data: unknown): string[] {
  if (!isObject(data)) return ['data: expected an action object']
  const { action, ...rest } = data
  const errors = Object.keys(rest).map((name) => `${name}: extra keys are not permitted`)
  if (typeof action !== 'string') errors.push('action: expected a text')
  return errors
}

function refuse(code: ErrorCode, message: string, errors?: readonly string[]) {
  return errorMessage(code, message, errors) as Extract<ServerMessage, { type: 'error' }>
}
