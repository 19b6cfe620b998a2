package io.pocket.data.jvm.file;

/** What is measured: transfers of one size, so many at once, in a file of that size. */
record RateCase(long fileBytes, int chunkBytes, int depth) {

    int chunks() {
        return (int) (fileBytes / chunkBytes);
    }
}
