// A model's chat template: Jinja text from `chat_template.jinja`, or from `chat_template` in tokenizer_config.json, rendered
// with what transformers gives it (trim_blocks and lstrip_blocks on, the special tokens by name, no tools). Left out is the
// clock (`strftime_now`): templates that would write today's date take their own default, so that a run repeats.
import { GigpoError, type Message, messageOf } from '@gigpo/core'
import { Environment, Interpreter, Template } from '@huggingface/jinja'
import { damaged, type JsonObject, namedToken, type TokenizerFiles } from './tokenizer-files.ts'

interface ChatTemplateOptions {
  /** End where the assistant's words begin; default true. */
  readonly addGenerationPrompt?: boolean
  /** Further variables of the template, such as `enable_thinking`. */
  readonly variables?: Readonly<Record<string, unknown>>
}

/** The text of a conversation. @throws GigpoError `config` where the template refuses the messages. */
export type ChatTemplate = (messages: readonly Message[], options?: ChatTemplateOptions) => string

/** Of Jinja, and transformers' own. */
const globals: Readonly<Record<string, unknown>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  range,
  raise_exception: (message: unknown) => {
    throw new Error(String(message))
  },
}

/** Python's. */
function range(first: number, second?: number, step = 1): number[] {
  const [start, end] = second === undefined ? [0, first] : [first, second]
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step)
}

const SPECIAL_TOKENS = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token']

/** undefined where the files hold none. @throws GigpoError `data` where it is no template. */
export function chatTemplateOf(files: TokenizerFiles, config: JsonObject): ChatTemplate | undefined {
  const found = findTemplate(files, config)
  if (found === undefined) return undefined
  const { text, where } = found
  let program: Template['parsed']
  try {
    program = new Template(text).parsed
  } catch (error) {
    throw damaged(where, `not a Jinja template: ${messageOf(error)}`, error)
  }
  const special = SPECIAL_TOKENS.flatMap((name) => {
    const token = namedToken(config, name)
    return token === undefined ? [] : [[name, token] as const]
  })
  return (messages, { addGenerationPrompt = true, variables = {} } = {}) => {
    try {
      const values = { ...Object.fromEntries(special), tools: null, documents: null, ...globals, ...variables }
      const environment = new Environment()
      for (const [name, value] of Object.entries({ ...values, messages, add_generation_prompt: addGenerationPrompt }))
        environment.set(name, value)
      return String(new Interpreter(environment).run(program).value)
    } catch (error) {
      throw new GigpoError('config', `the chat template refuses the messages: ${messageOf(error)}`, {
        where,
        remedy: 'Choose an agent whose messages this model accepts, or another model.',
        cause: error,
      })
    }
  }
}

/** transformers lets the file win; of several named templates the one called `default` is the chat's. */
function findTemplate(
  { others }: TokenizerFiles,
  { chat_template: own }: JsonObject,
): { readonly text: string; readonly where: string } | undefined {
  const file = others?.['chat_template.jinja']
  if (file !== undefined) return { text: file, where: 'chat_template.jinja' }
  const where = 'tokenizer_config.json: chat_template'
  if (own === undefined || own === null) return undefined
  if (typeof own === 'string') return { text: own, where }
  const named = Array.isArray(own)
    ? own.find((entry: unknown) => (entry as JsonObject | null)?.name === 'default')
    : undefined
  const text: unknown = (named as JsonObject | undefined)?.template
  if (typeof text === 'string') return { text, where }
  throw damaged(where, 'expected a text, or a list with a template named "default"')
}
