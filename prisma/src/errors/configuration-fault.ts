import { errorParts } from './error-parts.ts'

/** A wrong setting for a database that can be reached. */
export type ConfigurationFault =
  'credentials' | 'database_name' | 'tls' | 'api_key' | 'no_tables' | 'no_permission'

/**
 * Finds the setting that causes an error, by the codes of the error and of its causes.
 *
 * @example
 * findConfigurationFault(error) // 'credentials'
 */
export function findConfigurationFault(error: unknown): ConfigurationFault | undefined {
  const codes = errorParts(error).flatMap((part) => part.codes)
  return codes.map((code) => FAULT_OF_CODE.get(code)).find((fault) => fault !== undefined)
}

// SQLSTATE, Prisma's codes, and the kinds of driver adapters.
const FAULT_OF_CODE: ReadonlyMap<string, ConfigurationFault> = new Map([
  ['28P01', 'credentials'],
  ['28000', 'credentials'],
  ['AuthenticationFailed', 'credentials'],
  ['DatabaseAccessDenied', 'credentials'],
  ['P1000', 'credentials'],
  ['P1010', 'credentials'],
  ['3D000', 'database_name'],
  ['DatabaseDoesNotExist', 'database_name'],
  ['P1003', 'database_name'],
  ['TlsConnectionError', 'tls'],
  ['P1011', 'tls'],
  ['P5007', 'api_key'],
  ['P6002', 'api_key'],
  ['P2021', 'no_tables'],
  ['42501', 'no_permission'],
])
