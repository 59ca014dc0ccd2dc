import { generateClient } from '../src/migration/generate-client.ts'

await generateClient()
