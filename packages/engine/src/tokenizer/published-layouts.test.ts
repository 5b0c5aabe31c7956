// Tokenizers of the published layouts against the numbers of the tokenizers library, and their chat templates against
// transformers' rendering.
import { readFileSync } from 'node:fs'
import { GigpoError, type Message } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { REFERENCE_MODELS, readFixture } from '../model/reference-fixture.test-support.ts'
import { chatTemplateOf } from './chat-template.ts'
import { loadTokenizer } from './load-tokenizer.ts'
import { parseObject, type TokenizerFiles } from './tokenizer-files.ts'

interface Reference {
  readonly cases: readonly { text: string; ids: number[]; decoded_skip_special: string }[]
  readonly decode_only: readonly { ids: number[]; decoded_skip_special: string }[]
  readonly chats: readonly {
    name: string
    messages: Message[]
    add_generation_prompt: boolean
    template_kwargs?: Record<string, unknown>
    rendered: string
    ids: number[]
  }[]
}

const text = (model: string, file: string): string =>
  readFileSync(new URL(`../../fixtures/${model}/${file}`, import.meta.url), 'utf8')

function filesOf(model: string): TokenizerFiles {
  const others = { 'generation_config.json': text(model, 'generation_config.json') }
  return { tokenizer: text(model, 'tokenizer.json'), config: text(model, 'tokenizer_config.json'), others }
}

describe.each(REFERENCE_MODELS)('%s', (name) => {
  const files = filesOf(name)
  const tokenizer = loadTokenizer(files)
  const reference = readFixture(name, 'tokenizer-reference.json') as Reference
  const template = chatTemplateOf(files, parseObject(files.config, 'tokenizer_config.json'))!

  it('ids and texts', () => {
    expect(reference.cases).toHaveLength(50)
    for (const { text, ids, decoded_skip_special } of reference.cases) {
      expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(ids)
      expect(tokenizer.decode(ids), JSON.stringify(text)).toBe(decoded_skip_special)
    }
  })

  it('texts of ids that no text has, incomplete characters among them', () => {
    expect(reference.decode_only).toHaveLength(11)
    for (const { ids, decoded_skip_special } of reference.decode_only)
      expect(tokenizer.decode(ids), ids.join()).toBe(decoded_skip_special)
  })

  it.each(reference.chats.map((chat) => [chat.name, chat] as const))('chat: %s', (_, chat) => {
    const { messages, add_generation_prompt, template_kwargs: variables = {}, rendered, ids } = chat
    expect(template(messages, { addGenerationPrompt: add_generation_prompt, variables })).toBe(rendered)
    expect(tokenizer.encode(rendered)).toEqual(ids)
    if (add_generation_prompt && Object.keys(variables).length === 0)
      expect(tokenizer.encodeMessages!(messages)).toEqual(ids)
  })
})

describe('end tokens', () => {
  const stops = (name: string, change: Partial<TokenizerFiles> = {}, endTokens?: unknown): readonly number[] =>
    loadTokenizer({ ...filesOf(name), ...change }, { endTokens }).stop

  it('are the tokenizer’s, then all of generation_config.json', () => {
    expect(stops('qwen2-tiny')).toEqual([431, 429])
    expect(stops('llama-tiny')).toEqual([431, 425, 430])
    expect(stops('smollm2-tiny')).toEqual([2])
  })

  it('come from config.json where that file is absent, and from there alone where the tokenizer names none', () => {
    const config = JSON.stringify({ ...JSON.parse(text('qwen2-tiny', 'tokenizer_config.json')), eos_token: null })
    expect(stops('qwen2-tiny', { others: {} }, [429])).toEqual([431, 429])
    expect(stops('qwen2-tiny', { others: {}, config }, 429)).toEqual([429])
    expect(() => stops('qwen2-tiny', { others: {}, config })).toThrow(/no end token/)
  })

  it('beyond the vocabulary are refused', () => {
    const others = { 'generation_config.json': '{"eos_token_id": [431, 151645]}' }
    expect(() => stops('qwen2-tiny', { others })).toThrow(/below the tokenizer's 440|151645/)
  })
})

describe('chat templates', () => {
  const load = (change: { chat_template?: unknown; file?: string }) => {
    const files = filesOf('qwen2-tiny')
    const { chat_template: _, ...config } = JSON.parse(files.config)
    const others = change.file === undefined ? {} : { 'chat_template.jinja': change.file }
    return loadTokenizer({
      ...files,
      others,
      config: JSON.stringify({ ...config, chat_template: change.chat_template }),
    })
  }
  const said = (change: Parameters<typeof load>[0]): string | undefined => {
    const tokenizer = load(change)
    const ids = tokenizer.encodeMessages?.([{ role: 'user', content: 'hi' }])
    return ids === undefined ? undefined : tokenizer.decode(ids)
  }

  it('the file wins, then the text, then the list’s default', () => {
    const listed = [
      { name: 'tool_use', template: 'x' },
      { name: 'default', template: 'list {{ messages[0].content }}' },
    ]
    expect(said({ chat_template: 'own', file: 'file' })).toBe('file')
    expect(said({ chat_template: 'own' })).toBe('own')
    expect(said({ chat_template: listed })).toBe('list hi')
    expect(said({})).toBeUndefined()
  })

  it('have no clock', () => {
    expect(said({ chat_template: '{{ "now" if strftime_now is defined else "then" }}' })).toBe('then')
  })

  it.each([
    [{ chat_template: '{% for %}' }, /Jinja/],
    [{ chat_template: [{ name: 'rag', template: '' }] }, /"default"/],
    [{ chat_template: 3 }, /expected a text/],
    [{ chat_template: '{{ raise_exception("no user here") }}' }, /refuses the messages: .*no user here/],
  ])('%j is refused', (change, message) => {
    const failure = (() => {
      try {
        return said(change)
      } catch (error) {
        return error
      }
    })()
    expect(GigpoError.isInstance(failure)).toBe(true)
    expect((failure as GigpoError).message).toMatch(message)
  })
})
