// Rules one by one: expected tokens follow from the grammar of Lucene's StandardTokenizer and from Porter's paper. The analyzer
// as a whole is held against Lucene's totals in product-search.official.test.ts.
import { type RandomStream, rootKey, stream } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { analyze } from './analyzer.ts'
import { porterStem } from './porter.ts'
import { eachWord } from './tokenizer.ts'

function words(text: string): string[] {
  const out: string[] = []
  eachWord(text, (word) => out.push(word))
  return out
}

describe('eachWord', () => {
  it.each([
    ["a:b a.b a'b a’b a,b", ['a:b', 'a.b', "a'b", 'a’b', 'a', 'b']],
    ["1,5 1.5 1;5 1:5 1'5", ['1,5', '1.5', '1;5', '1', '5', "1'5"]],
    ['39x49in 5-pack usb3.0 a.1 1.a', ['39x49in', '5', 'pack', 'usb3.0', 'a', '1', '1', 'a']],
    ['snake_case _x_ __ a__1 x_.y', ['snake_case', '_x_', 'a__1', 'x_', 'y']],
    ['. a. .b a.. b ::', ['a', 'b', 'a', 'b']],
    ['$19.99 50% (new) w/lid', ['19.99', '50', 'new', 'w', 'lid']],
    ['e\u0301a\u0300 re\u00adfresh \u0301', ['e\u0301a\u0300', 're\u00adfresh']],
    ['巴西 ひら カタカナ ｶﾞ', ['巴', '西', 'ひ', 'ら', 'カタカナ', 'ｶﾞ']],
    ['カa カ_a', ['カ', 'a', 'カ_a']],
    ['한국어 สวัสดี', ['한국어', 'สวัสดี']],
    ['א"ב א\' א"', ['א"ב', "א'", 'א']],
    ['™ ©2020 ★✿❥ ❤️x', ['™', '©', '2020', '★', '❥', '❤️', 'x']],
    ['👨‍💼👍🏽 👍 🇩🇪🇫🇷🇩', ['👨‍💼', '👍🏽', '👍', '🇩🇪', '🇫🇷']],
    ['#️⃣ 1️⃣ # *', ['#️⃣', '1️⃣']],
    ['ℹ️ ℹx 𝒳1 ½ ²', ['ℹ️', 'ℹx', '𝒳1']],
    ['１２，３', ['１２，３']],
  ])('cuts %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('cuts tokens after 255 units, never within a character', () => {
    expect(words('x'.repeat(600)).map(({ length }) => length)).toEqual([255, 255, 90])
    expect(words(`${'x'.repeat(254)}𝒳y`)).toEqual(['x'.repeat(254), '𝒳y'])
    expect(words(`${'_'.repeat(300)}ab`)).toEqual([`${'_'.repeat(254)}a`, 'b'])
    expect(words(`${'_'.repeat(300)}-ab`)).toEqual(['ab'])
  })
})

describe('analyze', () => {
  it.each([
    ["Women's jumpsuits, the Woman’s CHILDREN'S", ['women', 'jumpsuit', 'woman', 'children']],
    ['It is not what they are looking for', ['what', 'look']],
    ['İstanbul ΟΔΟΣ Straße', ['istanbul', 'οδοσ', 'straße']],
    ['', []],
  ])('reduces %s', (text, terms) => {
    expect(analyze(text)).toEqual(terms)
  })

  it('returns non-empty, well-formed terms for 10,000 random strings, and the same on each call', () => {
    const random = stream(rootKey(1), 'analyzer')
    for (let i = 0; i < 10_000; i++) {
      const text = randomText(random)
      const terms = analyze(text)
      for (const term of terms) {
        expect(term.length).toBeGreaterThan(0)
        expect(/\p{Surrogate}/u.test(term)).toBe(false)
      }
      expect(analyze(text)).toEqual(terms)
    }
  })

  it.each([
    ['a', 'x'],
    ['emoji with joiners', '👨‍'],
    ['marks', '\u0301'],
    ['lone surrogates', '\ud800'],
    ['joiners', '_'],
    ['joiners and letters', `${'_'.repeat(300)}a`],
    ['zero-width joiners', '\u200d'],
    ['flags apart', '🇩 '],
    ['quotes between letters', "א'"],
    ['key caps', '#\ufe0f'],
    ['y', 'y'],
  ])('takes linear time for a million units of %s', (_, piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length))
      const begin = performance.now()
      analyze(text)
      return performance.now() - begin
    }
    time(10_000)
    // A quadratic scan of a million units would take minutes.
    expect(time(1_000_000)).toBeLessThan(20_000)
  })
})

/** Code units from all over: ASCII, marks, letters of many scripts, surrogates paired and lone, emoji and their joiners. */
function randomText(random: RandomStream): string {
  const ranges = [0x80, 0x80, 0x250, 0x700, 0x1100, 0x10000, 0x10000]
  const special = [0x200d, 0xfe0f, 0x20e3, 0x5f, 0x27, 0x22, 0x3a, 0x2e, 0x2c, 0xd83d, 0xdc68, 0xd83c, 0xdffd, 0xdde9]
  return Array.from({ length: random.integer(60) }, () =>
    String.fromCharCode(random.integer(3) === 0 ? random.pick(special) : random.integer(random.pick(ranges))),
  ).join('')
}

describe('porterStem', () => {
  // The examples of Porter's paper, carried through all steps, and the two departures.
  const stems: Record<string, string> = {
    ...{ caresses: 'caress', ponies: 'poni', ties: 'ti', caress: 'caress', cats: 'cat', feed: 'feed', agreed: 'agre' },
    ...{
      plastered: 'plaster',
      bled: 'bled',
      motoring: 'motor',
      sing: 'sing',
      conflated: 'conflat',
      troubled: 'troubl',
    },
    ...{
      sized: 'size',
      hopping: 'hop',
      tanned: 'tan',
      falling: 'fall',
      hissing: 'hiss',
      fizzed: 'fizz',
      failing: 'fail',
    },
    ...{ filing: 'file', happy: 'happi', sky: 'sky', relational: 'relat', conditional: 'condit', rational: 'ration' },
    ...{ valenci: 'valenc', digitizer: 'digit', conformabli: 'conform', radicalli: 'radic', differentli: 'differ' },
    ...{ vileli: 'vile', analogousli: 'analog', vietnamization: 'vietnam', predication: 'predic', operator: 'oper' },
    ...{ feudalism: 'feudal', decisiveness: 'decis', hopefulness: 'hope', callousness: 'callous', formaliti: 'formal' },
    ...{ sensitiviti: 'sensit', sensibiliti: 'sensibl', triplicate: 'triplic', formative: 'form', formalize: 'formal' },
    ...{ electriciti: 'electr', electrical: 'electr', hopeful: 'hope', goodness: 'good', revival: 'reviv' },
    ...{ allowance: 'allow', inference: 'infer', airliner: 'airlin', gyroscopic: 'gyroscop', adjustable: 'adjust' },
    ...{ defensible: 'defens', irritant: 'irrit', replacement: 'replac', adjustment: 'adjust', dependent: 'depend' },
    ...{ adoption: 'adopt', homologou: 'homolog', communism: 'commun', activate: 'activ', angulariti: 'angular' },
    ...{ homologous: 'homolog', effective: 'effect', bowdlerize: 'bowdler', probate: 'probat', rate: 'rate' },
    ...{ cease: 'ceas', controll: 'control', roll: 'roll', possibly: 'possibl', archaeology: 'archaeolog', is: 'is' },
    ...{ generalizations: 'gener', oscillators: 'oscil', yellowy: 'yellowi', syzygy: 'syzygi' },
  }

  it('reduces the words of the paper', () => {
    expect(Object.fromEntries(Object.keys(stems).map((word) => [word, porterStem(word)]))).toEqual(stems)
  })
})
