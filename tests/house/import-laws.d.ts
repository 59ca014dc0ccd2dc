import type { Linter } from 'eslint'

export declare const laws: readonly {
  readonly name: string
  readonly files: string[]
  readonly ignores?: string[]
  readonly forbidden: RegExp
  readonly reason: string
}[]

export declare const importLaws: Linter.Config[]
