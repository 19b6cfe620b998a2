package io.pocket.data.jvm.file;

class BufferedHddChunkStoreTest extends HddChunkStoreTest {

    @Override
    HddStoreOptions options() {
        return options(true, false);
    }
}
