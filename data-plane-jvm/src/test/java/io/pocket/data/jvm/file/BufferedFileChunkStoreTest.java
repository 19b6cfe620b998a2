package io.pocket.data.jvm.file;

class BufferedFileChunkStoreTest extends FileChunkStoreTest {

    @Override
    FileStoreOptions options() {
        return new FileStoreOptions(8, FileStoreOptions.STAGING_BYTES_MIN, TIMEOUT, true, false);
    }
}
