package io.pocket.metadata.journal;

class FileJournalProcessCrashTest extends FileJournalContract {
    @Override
    Durability durability() {
        return Durability.PROCESS_CRASH;
    }
}
