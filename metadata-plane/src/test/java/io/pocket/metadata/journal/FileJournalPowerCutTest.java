package io.pocket.metadata.journal;

class FileJournalPowerCutTest extends FileJournalContract {
    @Override
    Durability durability() {
        return Durability.POWER_CUT;
    }
}
