// Statistics for honest tables: intervals of rates and of means over seeds, and paired differences.
export {
  type BootstrapOptions,
  bootstrapInterval,
  type Interval,
  type PairedDifference,
  pairedDifference,
  type ScoreTable,
  stratifiedInterval,
} from './bootstrap.ts'
export { type Estimate, improvementProbability, interquartileScore } from './run-scores.ts'
export { studentInterval } from './student-interval.ts'
export { interquartileMean, mean, percentile, standardDeviation } from './summary.ts'
export { wilsonInterval } from './wilson.ts'
