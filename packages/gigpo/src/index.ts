// The umbrella for programs: what the command line is made of, and the packages under one name.
export { type Prepared, type PrepareOptions, prepare } from './setup/prepare.ts'
export { type TrainingOptions, trainNew, trainResumed } from './setup/run-training.ts'
