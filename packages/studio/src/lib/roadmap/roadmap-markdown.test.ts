import { describe, expect, it } from 'vitest'
import { evaluateRoadmap } from './evaluate-roadmap.ts'
import { gates, plan } from './plan.ts'
import { evidence } from './roadmap.test-support.ts'
import { roadmapMarkdown } from './roadmap-markdown.ts'
import { signCommand } from './sign-command.ts'

describe('roadmapMarkdown', () => {
  const status = evaluateRoadmap(plan, evidence, {
    target: 0.9,
    panel: null,
    signatures: [{ gate: 'worth', by: 'A. *Byron*', date: '2026-01-31', note: 'Agreed.\n# see minutes' }],
  })
  const text = roadmapMarkdown(status, '2026-02-01')

  it('has a box for every gate, ticked by what met it', () => {
    expect(text.match(/^- \[[ x]\] /gm)).toHaveLength(gates.length)
    expect(text.match(/^- \[x\] /gm)).toHaveLength(status.passed)
    expect(text).toContain('State of 2026-02-01: run `study/seed1`, target 90 %')
    expect(text).toContain('## 2. Pilot and customisation (current)')
    expect(text).toContain('(`study/seed1/eval/30.json`)')
  })

  it('keeps what people wrote on one line, as text', () => {
    expect(text).toContain('  - Signed by A. \\*Byron\\* on 2026-01-31: Agreed. \\# see minutes\n')
  })
})

describe('signCommand', () => {
  it('quotes for a shell', () => {
    expect(signCommand({ gate: 'handover', by: 'ada', note: "the desk's queue; $5" })).toBe(
      "gigpo roadmap --sign handover --by ada --note 'the desk'\\''s queue; $5'",
    )
    expect(signCommand({ gate: 'handover', by: '', note: '', folder: 'my runs' })).toBe(
      "gigpo roadmap 'my runs' --sign handover --by NAME --note 'WHAT WAS FOUND'",
    )
  })
})
