// Where a project stands: every gate of the plan held against the files of its runs and the signatures of people. A file
// that meets a gate counts before a signature; a signature may stand against a file, and is then shown with what the file says.
import { type Finding, runCheck, type Settings } from './checks.ts'
import type { Evidence } from './evidence.ts'
import type { Gate, Phase } from './plan.ts'
import type { Signature } from './roadmap-file.ts'

export interface GateStatus extends Gate {
  /** `met` by a file, `signed` by a person, or `open`. */
  readonly state: 'met' | 'signed' | 'open'
  /** Null: the gate has no check, or there is no run. */
  readonly finding: Finding | null
  readonly signature: Signature | null
}

export interface PhaseStatus extends Omit<Phase, 'gates'> {
  /** `current` is the first that is not done. */
  readonly state: 'done' | 'current' | 'ahead'
  readonly gates: readonly GateStatus[]
}

export interface RoadmapStatus {
  readonly run: string | null
  readonly target: number
  readonly phases: readonly PhaseStatus[]
  /** Gates met or signed, of all. */
  readonly passed: number
  readonly total: number
}

export function evaluateRoadmap(
  plan: readonly Phase[],
  evidence: Evidence,
  { signatures, ...settings }: Settings & { readonly signatures: readonly Signature[] },
): RoadmapStatus {
  const judged = plan.map((phase) => ({ ...phase, gates: phase.gates.map((gate) => judge(gate)) }))
  const isDone = (phase: (typeof judged)[number]): boolean => phase.gates.every(({ state }) => state !== 'open')
  const current = judged.findIndex((phase) => !isDone(phase))
  const all = judged.flatMap((phase) => phase.gates)
  return {
    run: evidence.project?.run ?? null,
    target: settings.target,
    phases: judged.map((phase, index) => ({
      ...phase,
      state: isDone(phase) ? 'done' : index === current ? 'current' : 'ahead',
    })),
    passed: all.filter(({ state }) => state !== 'open').length,
    total: all.length,
  }

  function judge(gate: Gate): GateStatus {
    const finding = gate.check === null ? null : runCheck(gate.check, evidence, settings)
    const signature = signatures.find((candidate) => candidate.gate === gate.id) ?? null
    const state = finding?.met ? 'met' : signature === null ? 'open' : 'signed'
    return { ...gate, state, finding, signature }
  }
}
