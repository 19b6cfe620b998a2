package io.pocket.data.jvm.file;

class ThreadedHddChunkStoreTest extends HddChunkStoreTest {

    @Override
    HddStoreOptions options() {
        return options(false, true);
    }
}
