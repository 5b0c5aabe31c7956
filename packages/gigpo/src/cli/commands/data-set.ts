// What `gigpo data` needs to know about a data set; each has a file of its own.

/** A result as a person and as a program reads it. */
export interface DataReport {
  readonly lines: readonly string[]
  /** Printed with --json. */
  readonly value: unknown
}

interface DataImportOptions {
  readonly json: boolean
  readonly name?: string
}

export interface DataSet {
  import(path: string, options: DataImportOptions): Promise<DataReport>
  /** @throws GigpoError `missing-data` where nothing was imported. */
  list(): DataReport
}
