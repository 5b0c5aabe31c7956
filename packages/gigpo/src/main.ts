// Entry point of the `gigpo` command. Everything it does is in cli/program.ts; this file only maps the outcome to an exit code.
import { runCli } from './cli/program.ts'

process.exitCode = await runCli(process.argv.slice(2))
