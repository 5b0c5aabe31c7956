export type Reduction = 'sum' | 'seq-mean'
