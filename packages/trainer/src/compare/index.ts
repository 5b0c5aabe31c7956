// Runs beside each other: last and best, by configuration over seeds, at equal environment steps.
export {
  type CompareOptions,
  type Comparison,
  compareRuns,
  type GroupRow,
  type GroupScore,
  type PanelScore,
  type RunRow,
} from './compare-runs.ts'
export { formatComparison } from './format-comparison.ts'
export { textTable } from './text-table.ts'
