-- AlterTable
-- Sessions that exist count as used at this moment, so the migration signs nobody out.
ALTER TABLE "Session" ADD COLUMN     "lastUsedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
