package io.pocket.data.jvm.file;

class ThreadedFileChunkStoreTest extends FileChunkStoreTest {

    @Override
    FileStoreOptions options() {
        return new FileStoreOptions(8, FileStoreOptions.STAGING_BYTES_MIN, TIMEOUT, false, true);
    }
}
