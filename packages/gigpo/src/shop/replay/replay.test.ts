import { createWebshopEnvironment } from '@gigpo/envs/webshop'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGoalBook } from '../goal-book.ts'
import { createShopApp } from '../shop-app.ts'
import { goals, positions, shop, task } from '../small-shop.test-support.ts'
import { readRecordings } from './read-recordings.ts'
import { replay } from './replay.ts'

const goal = goals[task]!
const actions = ['search[red shoe]', 'click[nothing]', 'click[bredshoe01]', 'click[red]', 'click[9]', 'click[buy now]']

/** An episode as a run writes it, in one of the observation modes. */
function episodeLine(observation: 'text' | 'text_marked' | 'text_rich' | 'html' | 'url', more = {}): string {
  const environment = createWebshopEnvironment(shop, goal, { observation, session: `fixed_${task}`, ...more })
  let seen = environment.reset() as { text: string }
  const steps = actions.map((action, t) => {
    const { text } = seen
    const transition = environment.step(action) as { observation: { text: string }; reward: number }
    seen = transition.observation
    const advantage = { episode: 1.5, step: -0.25, total: 1.25, return: 10, group: t }
    return { observation: text, anchor: text, action, reward: transition.reward, thought: `thought ${t}`, advantage }
  })
  return JSON.stringify({ group: 'g', task: { id: goal.id, index: 0, type: 'fashion' }, member: 2, steps })
}

const replayed = (line: string) => replay(shop, goal, `fixed_${task}`, readRecordings(line, 'file')[0]!)

describe('replaying an episode', () => {
  it('finds the recorded pages again, whatever mode they were observed in', () => {
    for (const mode of ['text', 'text_marked', 'text_rich', 'html', 'url'] as const) {
      const { turns } = replayed(episodeLine(mode))
      expect(turns.map(({ act }) => act?.differs)).toEqual(Array(7).fill(undefined))
      expect(turns.map(({ page }) => page.kind)).toEqual([
        'index',
        'results',
        'results',
        'item',
        'item',
        'item',
        'done',
      ])
      expect(turns.map(({ act }) => act?.valid)).toEqual([true, false, true, true, true, true, undefined])
      expect(turns.map(({ score }) => score)).toEqual([undefined, undefined, undefined, 0.5, 0.75, 1, 1])
      expect(turns.map(({ act }) => act?.target?.kind)).toEqual([
        'input',
        undefined,
        'link',
        'option',
        'option',
        'button',
        undefined,
      ])
    }
    const withHistory = replayed(episodeLine('text', { previousObservations: 2, previousActions: 2 }))
    expect(withHistory.turns.some(({ act }) => act?.differs !== undefined)).toBe(false)
  })

  it('says where a recorded page is not the one the shop shows', () => {
    const { turns } = replayed(episodeLine('text').replaceAll('$25.0', '$24.0'))
    expect(turns.map(({ act }) => act?.differs !== undefined)).toEqual([false, true, true, true, true, true, false])
    expect(turns[3]!.act!.differs).toContain('Price: $25.0')
  })

  it('reads script lines and episode lines, and refuses everything else', () => {
    const script = `{"task":"${goal.id}","actions":["search[mug]"]}\n\n{"task":0,"actions":[]}\n`
    expect(readRecordings(script, 'x').map(({ task, name, steps }) => [task, name, steps.length])).toEqual([
      [goal.id, 'line 1', 1],
      ['0', 'line 3', 0],
    ])
    expect(readRecordings(`${episodeLine('text')}\n`, 'x')[0]!.name).toBe('group g, member 2')
    for (const text of [
      '',
      '\n',
      '[]',
      'null',
      '{"actions":1}',
      '{"task":"a","actions":[1]}',
      `${script}{`,
      '{"group":"a"}\n',
    ])
      expect(() => readRecordings(text, 'where.jsonl'), text).toThrow(expect.objectContaining({ code: 'data' }))
    const line = `${episodeLine('text')}\n`
    fc.assert(
      fc.property(fc.nat(line.length), fc.nat(40), fc.string(), (at, length, put) => {
        try {
          for (const recording of readRecordings(line.slice(0, at) + put + line.slice(at + length), 'x'))
            replay(shop, goal, 'fixed_0', recording)
        } catch (error) {
          expect(error).toMatchObject({ code: 'data' })
        }
      }),
    )
  })
})

describe('the pages of a replay', () => {
  const elsewhere = '{"task":"B00/0123456789ab","actions":[]}'
  const recordings = [
    ...readRecordings(`${episodeLine('text').replaceAll('$25.0', '$24.0')}\n`, 'file'),
    ...readRecordings(elsewhere, 'file'),
  ]
  const app = createShopApp({ shop, book: createGoalBook(shop, goals, positions), session: 'fixed_0', recordings })
  const text = async (path: string): Promise<string> => (await app.request(path)).text()

  it('show the strip of steps, the page as it then was and what is next', async () => {
    expect((await app.request('/')).headers.get('location')).toBe('/replay/0/0')
    const third = await text('/replay/0/3')
    expect(third).toContain('class="option acted-on" role="button" aria-pressed="false"')
    expect(third).toContain('href="/replay/0/2"')
    expect(third).toContain('href="/replay/0/4"')
    expect(third).toContain('thought 3')
    expect(third).toContain('+1.25')
    expect(third).toContain('−0.25')
    expect(third).toContain('The recorded observation is not this page.')
    expect(third.match(/aria-current="step"/g)).toHaveLength(1)
    expect(await text('/replay/0/1')).toContain('The shop cannot do <code>click[nothing]</code> here')
    expect(await text('/replay/0/6')).toContain('Thank you for shopping with us!')
  })

  it('end where the episode ends', async () => {
    expect(await text('/replay/1/0')).toContain('This shop has no task B00/0123456789ab.')
    for (const path of ['/replay/0/7', '/replay/2/0', '/replay/0/-1', '/replay/0/x'])
      expect((await app.request(path)).status, path).toBeGreaterThanOrEqual(400)
  })
})
