import { generateClient } from '../src/migration/generate.ts'

await generateClient()
