package io.pocket.data.jvm.file;

/** Rounding to the blocks of direct I/O. */
final class Blocks {

    private Blocks() {}

    static int down(int bytes) {
        return bytes & -StoreFile.BLOCK_BYTES;
    }

    static int up(int bytes) {
        return down(bytes + StoreFile.BLOCK_BYTES - 1);
    }
}
