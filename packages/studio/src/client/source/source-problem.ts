/** Why a source has no answer: the server's code, `unreachable` where it does not answer, `not-exported` in a site without it. */
export class SourceProblem extends Error {
  readonly code: string
  readonly remedy: string | undefined
  constructor(code: string, message: string, remedy?: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}
