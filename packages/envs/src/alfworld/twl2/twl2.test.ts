import { GigpoError } from '@gigpo/core'
import { describe, expect, it } from 'vitest'
import { parseExpression } from './expression.ts'
import { parseGrammar } from './grammar.ts'
import { parseQuery } from './query.ts'
import { parseRhs } from './rhs.ts'

const name = (variable: string) => ({ kind: 'attribute', variable, attribute: 'name' })

describe('parseRhs', () => {
  it('splits literals, symbols, expressions and lists', () => {
    const query = [{ predicate: 'in', args: [{ name: 'o', type: 'object' }] }]
    expect(parseRhs('You see [{o.name | in(o:object)}] #over(a, b)#{#x# | in(o:object)}{r}!').parts).toEqual([
      { kind: 'literal', text: 'You see ' },
      { kind: 'list', value: name('o'), query },
      { kind: 'literal', text: ' ' },
      { kind: 'symbol', name: 'over(a, b)' },
      { kind: 'expression', value: { kind: 'symbol', name: 'x' }, query },
      { kind: 'expression', value: name('r') },
      { kind: 'literal', text: '!' },
    ])
  })

  it('loses white space at the start, quotes, and all after what fits nowhere', () => {
    expect(parseRhs('\n  a\n').parts).toEqual([{ kind: 'literal', text: 'a\n' }])
    expect(parseRhs('say "a b" now').parts.map((part) => 'text' in part && part.text)).toEqual(['say ', 'a b', ' now'])
    for (const rest of ['} b', '; b', '[{r} b]', '{r', '#a', '[r]', '{r | ']) {
      expect(parseRhs(`a${rest}`)).toEqual({ raw: `a${rest}`, parts: [{ kind: 'literal', text: 'a' }] })
    }
  })
})

describe('parseExpression', () => {
  it('reads attributes, texts, sums and alternatives', () => {
    expect(parseExpression(`x`)).toEqual(name('x'))
    expect(parseExpression(`o.indefinite + ' ' + o.name or "it"`)).toEqual({
      kind: 'either',
      parts: [
        {
          kind: 'concat',
          parts: [
            { kind: 'attribute', variable: 'o', attribute: 'indefinite' },
            { kind: 'text', text: ' ' },
            name('o'),
          ],
        },
        { kind: 'text', text: 'it' },
      ],
    })
  })

  it.each(['', ' ', '+', 'x +', 'x y', 'x.age', 'len(x)', 'or', 'x or', `'a`, '1', 'x.name.name', '#x'])(
    'refuses %j',
    (source) => {
      expect(() => parseExpression(source)).toThrow(GigpoError)
    },
  )
})

describe('parseQuery', () => {
  it('reads conjunctions of typed atoms', () => {
    expect(parseQuery(' at(a:agent, l : location) & done() & is(x)')).toEqual([
      {
        predicate: 'at',
        args: [
          { name: 'a', type: 'agent' },
          { name: 'l', type: 'location' },
        ],
      },
      { predicate: 'done', args: [] },
      { predicate: 'is', args: [{ name: 'x', type: 'x' }] },
    ])
  })

  it.each(['', 'at', 'at(', 'at(a:)', 'at(a:b:c)', 'at(a,)', 'at(a) &', 'at(a) or in(b)', '!at(a)', 'at((a))'])(
    'refuses %j',
    (source) => {
      expect(() => parseQuery(source)).toThrow(GigpoError)
    },
  )
})

describe('parseGrammar', () => {
  it('merges rule tables by symbol, the later one wins', () => {
    const grammar = parseGrammar(`
      # comment "with quotes"
      grammar :: """{"a": [{"rhs": "1", "weight": 3}, {"rhs": "2", "condition": "p(x:t)"}], "b": [{"rhs": "3"}]}""";
      action Go { template :: "go"; pddl :: """ignored"""; feedback :: "#a#";
        grammar :: """{
          # comment
          "b": [{"rhs": "4", "condition": ""}]
        }"""; }`)
    expect(grammar.actions.map((action) => [action.name, action.template.raw, action.feedback.raw])).toEqual([
      ['Go', 'go', '#a#'],
    ])
    expect([...grammar.rules].map(([symbol, rules]) => [symbol, ...rules.map((rule) => rule.rhs.raw)])).toEqual([
      ['a', '1', '2'],
      ['b', '4'],
    ])
    expect(grammar.rules.get('a')!.map((rule) => rule.condition?.length)).toEqual([undefined, 1])
    expect(grammar.rules.get('b')![0]!.condition).toBeUndefined()
  })

  it.each([
    'word',
    'grammar',
    'grammar :: "{}";',
    'grammar :: """{""";',
    'grammar :: """[]""";',
    'grammar :: """{"a": 1}""";',
    'grammar :: """{"a": [1]}""";',
    'grammar :: """{"a": [{"rhs": 1}]}""";',
    'grammar :: """{"a": [{"rhs": "", "condition": 1}]}""";',
    'grammar :: """{}"""',
    'action {',
    'action a {',
    'action a { }',
    'action a { template :: "t"; }',
    'action a { colour :: "t"; }',
    'action a { template : "t"; }',
    'action a { template :: "t; }',
    '§',
  ])('refuses %s', (text) => {
    expect(() => parseGrammar(text)).toThrow(GigpoError)
  })
})
