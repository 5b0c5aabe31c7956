// Trains byte-level BPE (Sennrich et al. 2016, bytes as in GPT-2): the most frequent adjacent pair of symbols is merged
// again and again. Ties go to the pair whose texts come first by code point, so equal corpora give equal files in any order
// of the texts. The result is Hugging Face's tokenizer.json and is read back by the same loader as foreign ones.
import { GigpoError } from '@gigpo/core'
import { byteCharacters, GPT2_SPLIT } from './byte-characters.ts'
import { loadByteLevelBpe } from './byte-level-bpe.ts'
import { addedTokenEntry, compareCodePoints, parseTokenizerFiles, type StoredTokenizer } from './tokenizer-files.ts'

const PAD = '<pad>'
const END = '<eos>'
const SPECIALS: readonly string[] = [PAD, END]

interface Word {
  symbols: string[]
  readonly count: number
}

/** Adjacent symbols of a word; symbols hold no space, so a space joins a pair without ambiguity. */
function pairsOf(symbols: readonly string[]): string[] {
  return symbols.slice(1).map((right, i) => `${symbols[i]!} ${right}`)
}

function merge(symbols: readonly string[], left: string, right: string): string[] {
  const out: string[] = []
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] === left && symbols[i + 1] === right) {
      out.push(left + right)
      i++
    } else out.push(symbols[i]!)
  }
  return out
}

/** Merges in the order learnt, until `room` new tokens exist or no pair occurs twice. */
function learnMerges(words: readonly Word[], room: number): string[] {
  const counts = new Map<string, number>()
  const wordsByPair = new Map<string, Set<Word>>()
  const account = (word: Word, sign: 1 | -1): void => {
    for (const pair of pairsOf(word.symbols)) {
      const count = (counts.get(pair) ?? 0) + sign * word.count
      if (count === 0) counts.delete(pair)
      else counts.set(pair, count)
      if (sign === 1) {
        const holders = wordsByPair.get(pair)
        if (holders === undefined) wordsByPair.set(pair, new Set([word]))
        else holders.add(word)
      }
    }
  }
  for (const word of words) account(word, 1)
  const merges: string[] = []
  const made = new Set<string>()
  while (made.size < room) {
    let best: string | undefined
    let bestCount = 1
    for (const [pair, count] of counts)
      if (count > bestCount || (count === bestCount && best !== undefined && compareCodePoints(pair, best) < 0)) {
        best = pair
        bestCount = count
      }
    if (best === undefined) break
    const [left, right] = best.split(' ') as [string, string]
    for (const word of [...wordsByPair.get(best)!]) {
      account(word, -1)
      word.symbols = merge(word.symbols, left, right)
      account(word, 1)
    }
    wordsByPair.delete(best)
    merges.push(best)
    made.add(left + right)
  }
  return merges
}

/**
 * Learns a byte-level BPE vocabulary: `<pad>`, `<eos>`, the 256 bytes, then merges. Fewer than `vocabularySize` tokens
 * come out when the corpus has no further pair that occurs twice. Any text round-trips, whatever the corpus was.
 * @throws GigpoError `usage` when `vocabularySize` has no room for the bytes.
 */
export function trainByteLevelBpe(
  corpus: Iterable<string>,
  options: { readonly vocabularySize: number },
): StoredTokenizer {
  const { vocabularySize } = options
  const base = [...SPECIALS, ...byteCharacters]
  if (!Number.isInteger(vocabularySize) || vocabularySize < base.length)
    throw new GigpoError(
      'usage',
      `vocabularySize must be an integer of at least ${base.length}, received ${vocabularySize}`,
    )
  const counts = new Map<string, number>()
  const encoder = new TextEncoder()
  const split = new RegExp(GPT2_SPLIT, 'gu')
  for (const text of corpus) for (const [piece] of text.matchAll(split)) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  const words = [...counts].map(([piece, count]) => ({
    symbols: Array.from(encoder.encode(piece), (byte) => byteCharacters[byte]!),
    count,
  }))
  const merges = learnMerges(words, vocabularySize - base.length)
  const tokens = [...new Set([...base, ...merges.map((pair) => pair.replace(' ', ''))])]
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIALS.map((content, id) => addedTokenEntry(id, content)),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  }
  const config = { tokenizer_class: 'PreTrainedTokenizerFast', eos_token: END, pad_token: PAD }
  const files = { tokenizer: `${JSON.stringify(tokenizer)}\n`, config: `${JSON.stringify(config, null, 2)}\n` }
  return { ...loadByteLevelBpe(parseTokenizerFiles(files), files), stop: [tokens.indexOf(END)] }
}
